"""Anomalies in a series: values in the order of time go in, one at a time, and a `Judgement` of each comes out.

Each is judged by what came before it alone. Values that are independent of their neighbours once level and season are taken
off (daily orders) are compared with what is expected of that one moment (`points.py`); values that hang together (a machine's
temperature each 5 minutes) with the records of their own history (`records.py`). Which of the two, the series decides.
To add a way of judging: a class with `observe(slot, value) -> Judgement`, and its place in `detector.py`.
"""

from datamind.conditions.detection.detector import Detector, find_anomalies
from datamind.conditions.detection.judgement import SENSITIVITIES, Judgement, Sensitivity

__all__ = ["SENSITIVITIES", "Detector", "Judgement", "Sensitivity", "find_anomalies"]
