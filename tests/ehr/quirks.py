"""Every way in which this EHR can be difficult: one named flag for one behaviour of the field report (section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

NextForm = Literal["absolute", "host", "base", "query"]
Types = frozenset[str]
NONE: Types = frozenset()


@dataclass(frozen=True, slots=True)
class Quirks:
    """Off by default; the numbers are those of the items in section 3.

    Ordinals count from 1. Sets name resource types, or resources as `Type/id`.
    """

    # 1, 14: searches without these parameters are 400 with a fatal OperationOutcome
    category_required: Types = NONE
    status_required: Types = NONE
    # 2: also Patient?_id= is refused (Patient?patient= always is)
    patient_search_refused: bool = False
    # 3: 403 on a type; resources that searches leave out without a word
    refused_types: Types = NONE
    hidden: Types = NONE
    scopes_silent: bool = False
    # 4: POST _search is not there; `_id` allows no other parameter; date and _lastUpdated not together
    no_post_search: bool = False
    id_alone: bool = False
    # 5: _include is refused; these types can only be read
    include_refused: bool = False
    unsearchable: Types = NONE
    # 6: whether /metadata lists the operations, and what they answer (0: they work)
    everything_advertised: bool = False
    everything_status: int = 0
    everything_pages: bool = True
    hidden_from_everything: bool = False
    summary_advertised: bool = False
    summary_status: int = 0
    unknown_patient_is_empty: bool = False
    # 7: how `next` looks, and how it misbehaves
    next_form: NextForm = "absolute"
    next_padding: int = 0
    next_suffix: str = ""
    next_loops: Literal["", "same", "fresh"] = ""
    next_host: str = ""
    duplicate_pages: bool = False
    empty_page: int = 0
    last_page_hangs: bool = False
    session_expires_after: int = 0
    no_total: bool = False
    # 8: page sizes and order; `result_cap` shows so many at most and counts them all
    page_size: int = 50
    count_cap: int = 200
    newest_first: bool = False
    result_cap: int = 0
    # 9: each of the first n requests is 429; or the n-th, 2n-th ... one
    throttle_first: int = 0
    throttle_every: int = 0
    retry_after: str = ""
    throttle_body: Literal["outcome", "text"] = "outcome"
    # 10: a search that would hold one of these fails as a whole; or they are dropped with a warning entry
    poison: Types = NONE
    dropped_with_warning: Types = NONE
    # 11: these types answer 200 with an OperationOutcome; an empty result holds a warning
    outcome_instead: Types = NONE
    warning_when_empty: bool = False
    # 12: bodies of errors, content type of what is right, what Accept is accepted; types that answer 200 and
    # this text (a portal's page, half a Bundle)
    error_body: Literal["outcome", "text", "html"] = "outcome"
    content_type: str = "application/fhir+json"
    strict_accept: bool = True
    garbled: Mapping[str, str] = field(default_factory=dict)
    # 13: these Binary ids are 404; Accept must be FHIR's or the attachment's own
    missing_binaries: Types = NONE
    # 14: merged patients, old id to new
    merged: Mapping[str, str] = field(default_factory=dict)
    merged_redirects: bool = False
    # 15: which form of the patient parameter finds anything
    patient_form: Literal["both", "id", "reference"] = "both"
    # 25: what /metadata says
    fhir_version: str = "4.0.1"
    metadata_status: int = 0
    unadvertised: Types = NONE
    # 26: what the token really allows and says (None: what was asked for), and what is left unsaid; which syntax
    # is known, and whether user/ scopes are given (patient/ always are)
    grants: str | None = None
    scope_omitted: bool = False
    scope_syntax: frozenset[str] = frozenset({"v1", "v2"})
    user_scopes: bool = True
    # 27: more of the launch context, and a patient who is not named
    context: Mapping[str, object] = field(default_factory=dict)
    patient_omitted: bool = False
    # 28: how long tokens live, and how refreshing goes
    token_seconds: float = 3600.0
    expires_in_omitted: bool = False
    rotates_refresh: bool = True
    refresh_refused: bool = False
    # 29: what the authorization endpoint answers instead of a code, or with the wrong state
    authorize_error: str = ""
    wrong_state: bool = False
    # 30: where the endpoints are told, and the other server (its root) where they lie
    discovery: Literal["well-known", "metadata", "none"] = "well-known"
    auth_root: str = ""
    # the wire; redirects by the first step of the path under the base (a type, "metadata",
    # ".well-known"), or by "/authorize", "/token"
    latency: float = 0.0
    slow_types: Mapping[str, float] = field(default_factory=dict)
    gzip: bool = False
    dies_after: int = 0
    drops: frozenset[int] = frozenset()
    drop_where: Literal["before", "middle"] = "before"
    redirects: Mapping[str, str] = field(default_factory=dict)
    server_error: Mapping[str, int] = field(default_factory=dict)
