"""Linking once more: texts that are known keep their clusters, only new ones are compared, with all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix
from sparse_dot_topn import sp_matmul_topn

from reqsheets.matching.blocking import MANY, NEAR, NEIGHBOURS, without_common_codes
from reqsheets.matching.cluster import Members, neighbours
from reqsheets.matching.concepts import conceptual
from reqsheets.matching.content import agree, content_keys
from reqsheets.matching.features import Compared
from reqsheets.matching.guards import SignsOf
from reqsheets.matching.lexicon import Lexicon
from reqsheets.matching.linkage import Linked, Pairs, first_of_each, full_run, tiers_of
from reqsheets.matching.linkage_cache import Known, digest, known_from, labels, lengths, named
from reqsheets.matching.normal import in_clauses, without_stops
from reqsheets.matching.term_matrix import Numbers, codes_of, distinct
from reqsheets.matching.weighed import Weighed
from reqsheets.matching.weights import LEAST

FEW = 0.1  # share of texts: with more new ones all are linked anew


def linked_again(
    texts: Sequence[str], words: Lexicon, products: Sequence[str], apart: Pairs, known: Known | None
) -> tuple[Linked, Known]:
    """Link the texts that are not known with all; return the clusters and what is known then.

    Clusters only grow: what was found before stays. All is linked anew where nothing is known, where words or weights
    changed, where much is new, and where people told apart what stood in one cluster.
    """
    groups = (
        [] if known is None else [known.group_of.get(named(p, t), -1) for p, t in zip(products, texts, strict=True)]
    )
    if known is None or _outdated(known, words, groups, apart):
        run = full_run(texts, words, products, apart)
        known = known_from(run, texts, products, words)
        groups = list(run.group)
    else:
        known = _grown(known, texts, products, groups, words, apart)
    return _linked(known, groups), known


def _outdated(known: Known, words: Lexicon, groups: Sequence[int], apart: Pairs) -> bool:
    if known.lexicon != digest(words) or groups.count(-1) > FEW * len(groups):
        return True
    cluster = known.tiers[2]
    pairs = [[groups[i] for i in pair] for pair in apart]
    return any(-1 in pair or len({int(cluster[g]) for g in pair}) == 1 for pair in pairs)


def _grown(
    known: Known, texts: Sequence[str], products: Sequence[str], groups: list[int], words: Lexicon, apart: Pairs
) -> Known:
    """Return what is known with the new texts, whose groups are filled in."""
    new = {named(products[i], texts[i]): i for i, group in enumerate(groups) if group < 0}
    if not new:
        return known
    before = len(known.normal)
    added, group_of = _new_groups(known, new, texts, products, words)
    for i, group in enumerate(groups):
        if group < 0:
            groups[i] = group_of[named(products[i], texts[i])]
    wider = replace(
        known,
        said=[*known.said, *group_of],
        group=np.concatenate([known.group, np.array(list(group_of.values()), dtype=np.int64)]),
        products=[*known.products, *(product for product, _, _ in added)],
        keys=[*known.keys, *(key for _, key, _ in added)],
        normal=[*known.normal, *(said for _, _, said in added)],
        concepts=[*known.concepts, *conceptual([said for _, _, said in added], words)],
    )
    told = frozenset(frozenset(groups[i] for i in pair) for pair in apart)
    return _compared(wider, before, words, told) if added else wider


def _new_groups(
    known: Known, new: dict[str, int], texts: Sequence[str], products: Sequence[str], words: Lexicon
) -> tuple[list[tuple[str, str, str]], dict[str, int]]:
    """Return the groups that there were not (product, key, normal form), and the group of each new text."""
    clauses = in_clauses([texts[i] for i in new.values()], words)
    normal = without_stops(clauses)
    keys = content_keys(clauses, normal, words)
    added: list[tuple[str, str, str]] = []
    group_of: dict[str, int] = {}
    here: dict[tuple[str, str], list[int]] = {}
    for (name, i), key, said in zip(new.items(), keys, normal, strict=True):
        place = (products[i], key.split("=")[0] or key)
        there = [*known.groups_with.get(place, ()), *here.get(place, ())]
        forms = [known.normal[g] if g < len(known.normal) else added[g - len(known.normal)][2] for g in there]
        found = next((g for g, form in zip(there, forms, strict=True) if agree(form, said, words)), None)
        if found is None:
            found = len(known.normal) + len(added)
            added.append((products[i], f"{place[1]}={len(there)}" if there else key, said))
            here.setdefault(place, []).append(found)
        group_of[name] = found
    return added, group_of


def _compared(known: Known, before: int, words: Lexicon, apart: Pairs) -> Known:
    """Return what is known once the groups from `before` on are compared with all."""
    known = _counted(known, before)
    one, other = _candidates(known, before)
    touched = np.isin(known.tiers[2], known.tiers[2][np.concatenate([one, other])])
    local = np.nonzero(touched)[0].astype(np.int64)
    at = {g: i for i, g in enumerate(local.tolist())}
    told = frozenset(frozenset(at[g] for g in pair) for pair in apart if all(g in at for g in pair))
    pairs = (np.searchsorted(local, one), np.searchsorted(local, other))
    found = Weighed(_texts(known, local.tolist(), words), told, pairs)
    edges = list(found.pairs(LEAST))
    near = touched[known.one] & touched[known.other] if len(known.one) else np.zeros(0, dtype=bool)
    old = zip(known.weights[near].tolist(), known.one[near].tolist(), known.other[near].tolist(), strict=True)
    kept = ((weight, at[i], at[k]) for weight, i, k in old if frozenset((i, k)) not in apart)
    tiers = tiers_of(found, edges, neighbours([*kept, *edges]), [_members(tier[local]) for tier in known.tiers])
    return replace(
        known,
        tiers=tuple(_labelled(before, local, tier) for before, tier in zip(known.tiers, tiers, strict=True)),
        one=np.concatenate([known.one, local[[i for _, i, _ in edges]].astype(np.int64)]),
        other=np.concatenate([known.other, local[[k for _, _, k in edges]].astype(np.int64)]),
        weights=np.concatenate([known.weights, np.array([weight for weight, _, _ in edges], dtype=np.float32)]),
    )


def _counted(known: Known, before: int) -> Known:
    """Return it with the terms of the groups from `before` on, each of these a cluster of its own."""
    concepts, count = known.concepts[before:], len(known.normal)
    spoken = known.spoken.with_texts(concepts, 1, 2)
    return replace(
        known,
        spoken=spoken,
        spelled=known.spelled.with_texts(known.normal[before:], 1, 2),
        lengths=np.concatenate([known.lengths, lengths(concepts, spoken)]),
        tiers=tuple(np.concatenate([tier, np.arange(before, count)]) for tier in known.tiers),
    )


def _texts(known: Known, groups: Sequence[int], words: Lexicon) -> Compared:
    """Return some of the groups, ready for comparing, their words as rare as among all."""
    said = [known.normal[g] for g in groups]
    concepts, products = [known.concepts[g] for g in groups], [known.products[g] for g in groups]
    return Compared(said, concepts, SignsOf(said, products, words), words, (known.spoken, known.spelled))


def _labelled(before: Numbers, local: Numbers, tier: Members) -> Numbers:
    """Return by group the first of its cluster, anew for the local groups."""
    found = before.copy()
    found[local] = local[labels({i: held[0] for i, held in tier.items()}, len(local))]
    return found


def _members(first: Numbers) -> Members:
    """Return by position its cluster, for clusters of two or more; `first` names each position's cluster."""
    held: dict[int, list[int]] = {}
    for i, lowest in enumerate(first.tolist()):
        held.setdefault(lowest, []).append(i)
    return {i: cluster for cluster in held.values() if len(cluster) > 1 for i in cluster}


def _candidates(known: Known, before: int) -> tuple[Numbers, Numbers]:
    """Return the pairs that blocking brings of each group from `before` on, the lower first."""
    wanted = distinct(codes_of(known.concepts[before:], 1, 2)[0])
    if known.spoken.count > MANY:
        wanted = wanted[without_common_codes(known.spoken.frequency_of(wanted), known.spoken.count)]
    codes, rows = codes_of(known.concepts, 1, 2)
    at = np.minimum(np.searchsorted(wanted, codes), max(0, len(wanted) - 1))
    here = wanted[at] == codes if len(wanted) else np.zeros(len(codes), dtype=bool)
    places = distinct(rows[here] * max(1, len(wanted)) + at[here])
    rows, columns = np.divmod(places, max(1, len(wanted)))
    weights = known.spoken.rarity(wanted)[columns] / known.lengths[rows]
    vectors = csr_matrix((weights, (rows, columns)), shape=(len(known.normal), max(1, len(wanted))), dtype=np.float32)
    nearest = sp_matmul_topn(vectors[before:], vectors.T.tocsr(), top_n=NEIGHBOURS + 1, threshold=NEAR, sort=False)
    new = np.repeat(np.arange(before, len(known.normal)), np.diff(nearest.indptr))
    found = nearest.indices.astype(np.int64)
    low, high = np.minimum(new, found), np.maximum(new, found)
    pairs = distinct(low[low != high] * len(known.normal) + high[low != high])
    return pairs // len(known.normal), pairs % len(known.normal)


def _linked(known: Known, groups: Sequence[int]) -> Linked:
    certain, likely, possible = (first_of_each(groups, dict(enumerate(tier.tolist()))) for tier in known.tiers)
    cluster = known.tiers[2]
    within = cluster[known.one] == cluster[known.other] if len(known.one) else np.zeros(0, dtype=bool)
    pairs = zip(known.one[within].tolist(), known.other[within].tolist(), strict=True)
    return Linked(certain, likely, possible, dict(zip(pairs, known.weights[within].tolist(), strict=True)), groups)
