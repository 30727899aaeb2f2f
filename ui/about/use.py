"""The intended use, in the words that every screen of the program stands by."""

from __future__ import annotations

from copilot import __version__

INTENDED_USE = f"""\
Chartside {__version__}

What it is for
Chartside helps physicians and other qualified clinicians to think through a patient's record. It lists what \
could explain the findings, shows for every possibility the lines of the chart and the published sources that speak \
for or against it, says what is not known, and suggests what to ask, examine or test next.

Who may use it
Clinicians who are able to review the basis of each suggestion independently and who do not rely on it alone. \
It is not for patients or for people without clinical training.

What it is not for
It is not for time-critical decisions: not for emergencies, monitoring, triage or alarms. It does not diagnose, \
does not order, prescribe or treat, and does not read images, waveforms or signals. A condition that is not listed \
is not excluded.

How it works
Findings are recognised in coded entries, values and notes. Conditions are ranked by how well published figures, \
and where there are none the project's own editorial bands, fit these findings; figures and editorial bands are \
always told apart. Age and sex are used where they change how likely a condition is. Race and ethnicity are not used.
A language model, on this computer or on the server that the banner names, may put the list into \
words. It can only cite lines of this chart and listed \
sources; every sentence is checked, and what the check does not fully support is greyed or struck out \
with the reason, and never copied or exported.

Limits
The packs know a limited number of conditions and complaints. Notes are read by rules and can be misread. The \
chart may be incomplete, old or wrong. Likelihoods are words, not probabilities.

Data
Nothing leaves this computer but the questions to the hospital servers that you connect to, and only to these; \
and, where IT has set a model server, the lines that are put into words, without name, number or birth date. No \
patient data is kept after the patient is closed, and no sign-in after Chartside is closed.
"""

SHORT_USE = (
    "For clinicians who review the basis of each suggestion themselves. "
    "Not for time-critical decisions, not for patients, not a diagnosis."
)
