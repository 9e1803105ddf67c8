"""Tables that would give a wrong number in silence: what shows it, and the question or refusal."""
