"""Frozen results, public boards, exports, documents, charts."""
