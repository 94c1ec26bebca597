"""The entry: what stands between the server and Django, so that every request has an answer, fast.

In order: host and scheme, the store of answers, bounded bodies, two pools of threads.
"""
