"""What a build found against what a reader found: the gold annotation, the facts of a graph, and their differences."""

from pledgegraph.evaluate.gold import Gold, read_gold, read_gold_folder
from pledgegraph.evaluate.score import Evaluation, evaluate
from pledgegraph.evaluate.tally import Difference, Tally

__all__ = ["Difference", "Evaluation", "Gold", "Tally", "evaluate", "read_gold", "read_gold_folder"]
