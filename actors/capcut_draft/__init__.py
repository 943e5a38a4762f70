"""The kind `capcut_draft`: a timeline saved as a draft that CapCut or JianYing opens."""
