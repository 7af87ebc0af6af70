-- The published file: every table, for both audiences, with the same columns.
-- docs/contract.md restates this file and a test keeps the two together. Tables marked
-- (internal) exist in the public file too, and are empty there.

-- One row: the file itself.
CREATE TABLE publication (
    version VARCHAR NOT NULL,
    as_of DATE NOT NULL,
    published_at TIMESTAMP NOT NULL,          -- UTC
    audience VARCHAR NOT NULL,                -- 'public' or 'internal'
    code_version VARCHAR NOT NULL,
    workspace_hash VARCHAR NOT NULL,
    input_hash VARCHAR NOT NULL,
    workspace_name MAP(VARCHAR, VARCHAR) NOT NULL,
    languages VARCHAR[] NOT NULL,             -- first one is the default
    latest_period DATE,                       -- latest complete quarter with observations
    completeness DOUBLE,                      -- rows loaded over rows read, less duplicates and superseded; 0 to 1
    ranking_indicator VARCHAR,                -- what satisfaction_ranking.share is; NULL: no ranking
    headline VARCHAR[] NOT NULL               -- the indicators of the overview's tiles, in order
);

-- One row: an edition, which is a quarter frozen with all it was computed from.
CREATE TABLE edition (
    edition_id VARCHAR NOT NULL,              -- 2026Q3-1
    period_kind VARCHAR NOT NULL,             -- quarter
    period DATE NOT NULL,
    number INTEGER NOT NULL,                  -- 1, then one more for each correction
    frozen_at TIMESTAMP NOT NULL,             -- UTC
    frozen_on DATE NOT NULL,                  -- the same day where the workspace is
    as_of DATE NOT NULL,
    note MAP(VARCHAR, VARCHAR),               -- why it was made; always there from edition 2 on
    version VARCHAR NOT NULL,                 -- of the publication it is
    input_hash VARCHAR NOT NULL,
    scheme_hash VARCHAR,                      -- SHA-256 of the schemes its quarter was scored by; NULL: by none
    workspace_hash VARCHAR NOT NULL,
    code_version VARCHAR NOT NULL,
    is_latest BOOLEAN NOT NULL,               -- of its quarter
    changed_figures INTEGER                   -- of the latest: how many figures of the quarter are other in this file; NULL of older ones, and when its file cannot be read
);
-- One row: a figure that an edition corrected, that is, that differs from the edition before.
CREATE TABLE edition_change (
    edition_id VARCHAR NOT NULL,
    indicator_id VARCHAR,                     -- NULL unless figure is value
    subject_id VARCHAR NOT NULL,
    figure VARCHAR NOT NULL,                  -- value | score | rank (of the scorecard) | ranking (place in the satisfaction ranking)
    before DOUBLE,                            -- NULL: there was none
    after DOUBLE
);

-- One row: a day since when something is counted otherwise; one for each of the subjects
-- and indicators it concerns.
CREATE TABLE break_mark (
    day DATE NOT NULL,                        -- the first day of the new
    kind VARCHAR NOT NULL,                    -- definition | boundary | department | calendar
    cause VARCHAR NOT NULL,                   -- declared | scheme | founded | abolished | formula
    subject_id VARCHAR,                       -- NULL: everybody; of a city or department its organs too
    indicator_id VARCHAR,                     -- NULL: every figure
    affects VARCHAR NOT NULL,                 -- all | scores | editions (figures published earlier; this file is computed anew throughout)
    edition_id VARCHAR,                       -- of cause formula: the last edition that goes by the other formula
    text MAP(VARCHAR, VARCHAR)                -- as declared; NULL: found, pages have the words
);

-- One row: what is evaluated.
CREATE TABLE subject (
    subject_id VARCHAR NOT NULL,              -- all | city:230100 | department:gaj | organ:230100/gaj
    kind VARCHAR NOT NULL,                    -- all | city | department | organ
    city_id VARCHAR,
    department_id VARCHAR,
    name MAP(VARCHAR, VARCHAR) NOT NULL,
    short_name MAP(VARCHAR, VARCHAR) NOT NULL,
    peer_group VARCHAR NOT NULL,
    ranked BOOLEAN NOT NULL,                  -- false: shown, never ranked (vertical organs)
    position INTEGER NOT NULL                 -- order of the reference table
);

-- One row: a peer group.
CREATE TABLE peer_group (
    peer_group VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    name MAP(VARCHAR, VARCHAR) NOT NULL,
    basis VARCHAR NOT NULL,                   -- declared | volume (by the number of cases in twelve months)
    from_n INTEGER                            -- a volume group: from so many up to the next one's from_n
);

-- One row: an indicator.
CREATE TABLE indicator (
    indicator_id VARCHAR NOT NULL,
    pillar VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,                    -- ratio | mean | quantile | survival | count
    unit VARCHAR NOT NULL,                    -- share | per_10k | days | points | count | ratio
    higher_is_better BOOLEAN,                 -- NULL: neither
    name MAP(VARCHAR, VARCHAR) NOT NULL,
    short_name MAP(VARCHAR, VARCHAR) NOT NULL,
    definition MAP(VARCHAR, VARCHAR) NOT NULL,
    formula VARCHAR NOT NULL,                 -- the compiled expressions, readable
    period_by VARCHAR NOT NULL,               -- the date column that places a row in a period
    minimum_n INTEGER NOT NULL,               -- below it an observation is withheld
    reference VARCHAR,                        -- law, standard or method the definition follows
    position INTEGER NOT NULL
);

-- One row: a period that has observations.
CREATE TABLE period (
    period_kind VARCHAR NOT NULL,             -- month | quarter | year | rolling12
    period DATE NOT NULL,                     -- its first day
    period_end DATE NOT NULL,                 -- its last day
    is_complete BOOLEAN NOT NULL,             -- ended on or before as_of
    is_provisional BOOLEAN NOT NULL,          -- not complete, or lies in a provisional calendar
    previous_period DATE                      -- the period of the same kind just before, when it has observations
);

-- One row: indicator x subject x period.
CREATE TABLE observation (
    indicator_id VARCHAR NOT NULL,
    subject_id VARCHAR NOT NULL,
    period_kind VARCHAR NOT NULL,
    period DATE NOT NULL,
    numerator DOUBLE,
    denominator DOUBLE,                       -- what the numerator is divided by
    n DOUBLE,                                 -- rows (ratings, cases) the value rests on; equals the denominator of a share
    value DOUBLE,                             -- NULL unless state is ok or provisional
    low DOUBLE,                               -- 95 % interval in the unit of value
    high DOUBLE,
    state VARCHAR NOT NULL,                   -- ok | withheld | no_data | provisional | not_reached
    more_than DOUBLE,                         -- where state is not_reached: the value is more than this, and nobody knows by how much
    previous_value DOUBLE,                    -- value of the previous period of the same kind
    change DOUBLE,                            -- value - previous_value
    peer_median DOUBLE                        -- median value over subjects of the same kind (organs: of the same department)
);

-- One row: an observation on 0 to 100.
CREATE TABLE score (
    scheme_id VARCHAR NOT NULL,
    indicator_id VARCHAR NOT NULL,
    subject_id VARCHAR NOT NULL,
    period_kind VARCHAR NOT NULL,
    period DATE NOT NULL,
    pillar VARCHAR NOT NULL,                  -- the one it stands in, the innermost
    score DOUBLE NOT NULL,
    weight DOUBLE NOT NULL,                   -- effective weight after re-weighting over what is present; sums to 1; 0: its pillar has too little to count
    contribution DOUBLE NOT NULL,             -- its part of the scorecard's base_score, and sums to it; weight * score unless a mean above is geometric
    previous_score DOUBLE
);

-- One row: pillar x subject x period, for pillars of every depth that have a score.
CREATE TABLE pillar_score (
    scheme_id VARCHAR NOT NULL,
    pillar VARCHAR NOT NULL,
    subject_id VARCHAR NOT NULL,
    period_kind VARCHAR NOT NULL,
    period DATE NOT NULL,
    score DOUBLE NOT NULL,
    weight DOUBLE NOT NULL,
    contribution DOUBLE NOT NULL,
    previous_score DOUBLE,
    change_contribution DOUBLE,               -- part of the scorecard's change that this pillar and all within it make; where both periods have the same pillars, those of a level sum to the change of base_score; NULL without a previous score
    parent VARCHAR,                           -- the pillar it stands in; NULL at the first level
    depth INTEGER NOT NULL,                   -- 1: the first level
    position INTEGER NOT NULL                 -- of all pillars of the scheme, each before those within it
);

-- One row: a part of a scorecard's change since the period before. performance + weight +
-- mix sum to score - previous_score. A row is of an indicator; of a pillar as such, when
-- its weight changed; or of neither: bonus and deduction, and a scheme built otherwise.
CREATE TABLE change_part (
    scheme_id VARCHAR NOT NULL,
    subject_id VARCHAR NOT NULL,
    period_kind VARCHAR NOT NULL,
    period DATE NOT NULL,
    pillar VARCHAR,                           -- the indicator's, or the pillar itself; that of the earlier scheme if only that has it
    indicator_id VARCHAR,
    performance DOUBLE NOT NULL,              -- points: the value itself moved
    weight DOUBLE NOT NULL,                   -- points: weights or goalposts are others, or something came or went
    mix DOUBLE NOT NULL                       -- points: organs that do better or worse served more than before; 0 where parts do not add up to the whole
);

-- One row: a bonus, deduction or veto that a subject's value gives rise to.
CREATE TABLE adjustment (
    scheme_id VARCHAR NOT NULL,
    adjustment VARCHAR NOT NULL,
    subject_id VARCHAR NOT NULL,
    period_kind VARCHAR NOT NULL,
    period DATE NOT NULL,
    value DOUBLE NOT NULL,                    -- of the indicator it goes by
    points DOUBLE                             -- before the scheme's caps, never negative; NULL for a veto
);

-- One row: subject x period.
CREATE TABLE scorecard (
    scheme_id VARCHAR NOT NULL,
    subject_id VARCHAR NOT NULL,
    period_kind VARCHAR NOT NULL,
    period DATE NOT NULL,
    score DOUBLE,                             -- NULL when coverage is below the scheme's minimum
    low DOUBLE,
    high DOUBLE,
    band VARCHAR,
    coverage DOUBLE NOT NULL,                 -- share of the scheme's weight with an observation, of pillars that have enough to count
    rank INTEGER,                             -- 1 is best, ties share the best rank; NULL when not ranked
    rank_low INTEGER,
    rank_high INTEGER,
    tier INTEGER,
    peers INTEGER,                            -- how many are ranked together
    previous_score DOUBLE,
    previous_rank INTEGER,
    n DOUBLE,                                 -- ratings the ranking counts; without a ranking, the fewest rows under a weighed share
    state VARCHAR NOT NULL,                   -- ok | provisional | insufficient (coverage) | no_data
    base_score DOUBLE,                        -- what the tree of pillars gives
    adjustment DOUBLE,                        -- bonus less deduction, as far as it counts: score = base_score + adjustment
    vetoed_by VARCHAR,                        -- the veto that holds band and grade down, if any
    grade VARCHAR,                            -- the band after quotas among the peers; NULL where the scheme has none, or not ranked
    grade_why VARCHAR                         -- cut_off | quota (places taken) | tie (too few for equals) | veto
);

-- One row: a ranked or listed subject x period.
CREATE TABLE satisfaction_ranking (
    subject_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,                    -- city | department
    peer_group VARCHAR NOT NULL,
    period_kind VARCHAR NOT NULL,             -- quarter | year | rolling12
    period DATE NOT NULL,
    n DOUBLE,
    share DOUBLE,
    low DOUBLE,
    high DOUBLE,
    adjusted DOUBLE,                          -- posterior mean of the share; the ranking's order
    order_by VARCHAR,                         -- npmle: adjusted is drawn to peers; raw: too few peers, it is the share
    drawn_to VARCHAR,                         -- the peer group it is drawn to; 'all': everybody ranked; NULL: nobody
    reliability DOUBLE,                       -- part of what the share tells that is not chance, 0 to 1
    rank INTEGER,
    rank_low INTEGER,                         -- 95 %: npmle, of the exact posterior ranks; raw, as set_low
    rank_high INTEGER,
    tier INTEGER,                             -- no two of one tier can be told apart
    expected_rank DOUBLE,
    peers INTEGER,
    set_low INTEGER,                          -- 95 % confidence set of the rank, without a prior; claims go by it
    set_high INTEGER,
    best INTEGER,                             -- could_be_best is about so many
    could_be_best BOOLEAN,                    -- set_low <= best
    differs VARCHAR,                          -- above | below the middle of the ranked, with the whole set; NULL: cannot be said
    group_rank INTEGER,                       -- the same within the peer group
    group_rank_low INTEGER,
    group_rank_high INTEGER,
    group_tier INTEGER,
    group_peers INTEGER,
    state VARCHAR NOT NULL                    -- ranked | listed (10 to 29, or never ranked) | withheld | no_data
);

-- One row: subject x period, who answered. Made of the observations of the same file, and
-- NULL where one of them is withheld. The bounds hold whatever those who did not rate
-- would have said.
CREATE TABLE response (
    subject_id VARCHAR NOT NULL,
    period_kind VARCHAR NOT NULL,
    period DATE NOT NULL,
    closed_count DOUBLE,                      -- cases closed
    active_count DOUBLE,                      -- first ratings given by people
    default_count DOUBLE,                     -- ratings filled in by the system
    unrated_count DOUBLE,                     -- closed cases that nobody rated, defaults among them
    active_share DOUBLE,                      -- active_count / closed_count, at most 1
    default_share DOUBLE,                     -- default_count over all ratings
    satisfied_share DOUBLE,                   -- the ranking's share, of ratings given by people
    lowest_share DOUBLE,                      -- the same of all closed cases, had nobody else been satisfied
    highest_share DOUBLE,                     -- the same, had everybody else been satisfied
    state VARCHAR NOT NULL                    -- of active_share: ok | withheld | no_data | provisional
);

-- One row: indicator x city or organ x period, beside what its mix of items lets expect.
-- Only where the observation has a value; n and observed are its own.
CREATE TABLE case_mix (
    indicator_id VARCHAR NOT NULL,
    subject_id VARCHAR NOT NULL,
    period_kind VARCHAR NOT NULL,
    period DATE NOT NULL,
    n DOUBLE NOT NULL,
    observed DOUBLE NOT NULL,
    expected DOUBLE NOT NULL,                 -- had every item gone as it went everywhere together
    ratio DOUBLE NOT NULL,                    -- observed / expected; above 1: more than the mix lets expect
    adjusted DOUBLE NOT NULL,                 -- ratio x the share everywhere, at most 1
    low DOUBLE NOT NULL,                      -- 95 % interval of adjusted
    high DOUBLE NOT NULL
);

-- One row: a subject in one of its groups, in a period; places are those among the group.
CREATE TABLE subject_group (
    subject_id VARCHAR NOT NULL,
    peer_group VARCHAR NOT NULL,
    period_kind VARCHAR NOT NULL,             -- quarter | year | rolling12
    period DATE NOT NULL,
    rank INTEGER,                             -- NULL when not ranked
    rank_low INTEGER,
    rank_high INTEGER,
    tier INTEGER,
    peers INTEGER                             -- how many of the group are ranked
);

-- What the scheme says, so that page and computation cannot differ.
CREATE TABLE scheme (
    scheme_id VARCHAR NOT NULL,
    name MAP(VARCHAR, VARCHAR) NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    coverage_minimum DOUBLE NOT NULL,
    note MAP(VARCHAR, VARCHAR),
    mean VARCHAR NOT NULL,                    -- arithmetic | geometric: how the pillars of the first level are joined
    floor DOUBLE,                             -- what a geometric mean counts lower scores as
    most_bonus DOUBLE,                        -- cap on all bonuses together; NULL where there is none
    most_deduction DOUBLE,
    rounding VARCHAR                          -- of places under a quota: floor | half_up | up; NULL: no quotas
);
-- One row: a pillar of a scheme, at any depth.
CREATE TABLE scheme_pillar (
    scheme_id VARCHAR NOT NULL,
    pillar VARCHAR NOT NULL,
    name MAP(VARCHAR, VARCHAR) NOT NULL,
    weight DOUBLE NOT NULL,                   -- of the whole scheme
    position INTEGER NOT NULL,                -- each pillar before those within it
    parent VARCHAR,                           -- NULL at the first level
    depth INTEGER NOT NULL,                   -- 1: the first level
    top VARCHAR NOT NULL,                     -- the pillar of the first level it lies in, or is
    share DOUBLE NOT NULL,                    -- among its siblings; sums to 1
    mean VARCHAR NOT NULL,                    -- arithmetic | geometric: how what is within it is joined
    floor DOUBLE,
    coverage_minimum DOUBLE NOT NULL          -- below this share of its weight it has no score
);
CREATE TABLE scheme_indicator (
    scheme_id VARCHAR NOT NULL,
    indicator_id VARCHAR NOT NULL,
    pillar VARCHAR NOT NULL,
    weight DOUBLE NOT NULL,                   -- of the whole scheme; sums to 1
    worst DOUBLE,                             -- scores 0; NULL unless scoring is goalposts
    best DOUBLE,                              -- scores 100
    target DOUBLE,                            -- full marks with target_clamp, else for comparison
    share DOUBLE NOT NULL,                    -- in its pillar, among its siblings
    scoring VARCHAR NOT NULL,                 -- goalposts | target_clamp | steps | min_max | z
    higher_is_better BOOLEAN NOT NULL,
    loss DOUBLE,                              -- target_clamp: points off for each unit short of the target
    least DOUBLE,                             -- points of the worst: target_clamp, steps, min_max
    most DOUBLE,                              -- points of the best: min_max
    middle DOUBLE,                            -- z: points at the peers' mean
    spread DOUBLE,                            -- z: points a standard deviation
    steps_at DOUBLE[] NOT NULL,               -- steps: from these values on …
    steps_points DOUBLE[] NOT NULL            -- … these points
);
CREATE TABLE scheme_band (
    scheme_id VARCHAR NOT NULL,
    band VARCHAR NOT NULL,
    name MAP(VARCHAR, VARCHAR) NOT NULL,
    from_score DOUBLE NOT NULL,               -- a band reaches up to the next one's from_score
    quota DOUBLE                              -- the largest share of the peers that may have it as a grade; NULL: no quota
);
-- One row: a declared bonus, deduction or veto of a scheme.
CREATE TABLE scheme_adjustment (
    scheme_id VARCHAR NOT NULL,
    adjustment VARCHAR NOT NULL,
    name MAP(VARCHAR, VARCHAR) NOT NULL,
    kind VARCHAR NOT NULL,                    -- bonus | deduction | veto
    indicator_id VARCHAR NOT NULL,            -- the indicator it goes by
    subjects VARCHAR[] NOT NULL,              -- kinds of subject it holds for
    above DOUBLE,                             -- counts above this value …
    below DOUBLE,                             -- … or below this one
    points DOUBLE,                            -- for each unit beyond; NULL for a veto
    most DOUBLE,                              -- cap of this one
    ceiling VARCHAR,                          -- the best band a veto leaves
    position INTEGER NOT NULL
);
-- One row: a limit of the workspace (withheld_below, not_ranked_below, publications_kept, ...).
CREATE TABLE limit_value (name VARCHAR NOT NULL, value DOUBLE NOT NULL);
-- One row: a class of ages of open cases.
CREATE TABLE age_class (
    age_class INTEGER NOT NULL,               -- 1 is the youngest
    from_days INTEGER NOT NULL,               -- working days since acceptance; any days where no calendar counts them
    to_days INTEGER                           -- NULL: and older
);
-- One row: a source.
CREATE TABLE source (
    source VARCHAR NOT NULL,
    name MAP(VARCHAR, VARCHAR) NOT NULL,
    key VARCHAR[] NOT NULL,
    reject_limit DOUBLE NOT NULL
);
CREATE TABLE item (
    item_id VARCHAR NOT NULL,
    department_id VARCHAR NOT NULL,
    name MAP(VARCHAR, VARCHAR) NOT NULL
);
CREATE TABLE tag (
    tag_id VARCHAR NOT NULL,
    level INTEGER NOT NULL,
    cause VARCHAR,
    name MAP(VARCHAR, VARCHAR) NOT NULL
);

-- One row: a step of a worked example, made of this very file, to follow with a pocket
-- calculator: every value is rounded as it is printed and goes by those printed before it.
-- Each topic has one subject, in the latest complete quarter, or no rows.
CREATE TABLE worked_example (
    topic VARCHAR NOT NULL,                   -- interval | ranking | scoring | composite | change | place | on_time | response | case_mix
    subject_id VARCHAR NOT NULL,
    indicator_id VARCHAR,                     -- NULL: of no one indicator
    period_kind VARCHAR NOT NULL,             -- quarter
    period DATE NOT NULL,
    position INTEGER NOT NULL,                -- 1, 2, ... within the topic
    symbol VARCHAR NOT NULL,                  -- what the step is called; pages have words and a formula for it
    part VARCHAR,                             -- the pillar, or the place, that a repeated symbol is of
    value DOUBLE NOT NULL,
    digits INTEGER NOT NULL,                  -- decimals it is rounded to
    unit VARCHAR NOT NULL                     -- count | share | points | place | number | value (of the indicator)
);

-- (internal) One row: subject x period, where its place lies when weights and values are
-- drawn again and again (limit_value: sensitivity_*): nine times in ten.
CREATE TABLE rank_sensitivity (
    scheme_id VARCHAR NOT NULL,
    subject_id VARCHAR NOT NULL,
    period_kind VARCHAR NOT NULL,             -- quarter | year | rolling12
    period DATE NOT NULL,
    rank_low INTEGER NOT NULL,                -- weights and values drawn, 5th percentile
    rank_high INTEGER NOT NULL,               -- 95th percentile
    by_weights_low INTEGER NOT NULL,          -- weights alone
    by_weights_high INTEGER NOT NULL
);
-- (internal) One row: subject x period x pillar of the first level, if that counted for
-- nothing.
CREATE TABLE rank_without (
    scheme_id VARCHAR NOT NULL,
    subject_id VARCHAR NOT NULL,
    period_kind VARCHAR NOT NULL,
    period DATE NOT NULL,
    pillar VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    rank INTEGER NOT NULL                     -- among the same peers
);
-- (internal) One row: an improvement in one of the shortest lists that lift a subject into
-- the next band; of the latest complete quarter and year.
CREATE TABLE lift (
    scheme_id VARCHAR NOT NULL,
    subject_id VARCHAR NOT NULL,
    period_kind VARCHAR NOT NULL,
    period DATE NOT NULL,
    band VARCHAR NOT NULL,                    -- the next better one
    place INTEGER NOT NULL,                   -- of the list; 1 asks the smallest part of what is within reach
    indicator_id VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    needed_score DOUBLE NOT NULL,
    value DOUBLE NOT NULL,
    needed_value DOUBLE                       -- NULL where the scale goes by the peers
);
-- (internal) One row: an observation that the public file withholds.
CREATE TABLE hidden_observation (
    indicator_id VARCHAR NOT NULL,
    subject_id VARCHAR NOT NULL,
    period_kind VARCHAR NOT NULL,
    period DATE NOT NULL,
    hidden_by VARCHAR NOT NULL                -- few: rests on fewer rows than may be shown | neighbour: would tell one of those
);
-- (internal) One row: an item that drags a subject's indicator most; at most ten each.
CREATE TABLE item_drag (
    subject_id VARCHAR NOT NULL,
    indicator_id VARCHAR NOT NULL,
    period_kind VARCHAR NOT NULL,             -- quarter
    period DATE NOT NULL,
    item_id VARCHAR NOT NULL,
    numerator DOUBLE NOT NULL,
    denominator DOUBLE NOT NULL,
    value DOUBLE NOT NULL,
    drag DOUBLE NOT NULL,                     -- change of the subject's value, in its unit, if this item did as well as it does everywhere (in a department: as all items do); > 0 hurts
    position INTEGER NOT NULL
);
-- (internal) One row: a reason tag given with bad ratings (levels 1 and 2).
CREATE TABLE tag_count (
    subject_id VARCHAR NOT NULL,
    period_kind VARCHAR NOT NULL,             -- quarter
    period DATE NOT NULL,
    tag_id VARCHAR NOT NULL,
    n INTEGER NOT NULL
);
-- (internal) One row: a case past its promised due date and still open on as_of.
CREATE TABLE overdue_case (
    subject_id VARCHAR NOT NULL,              -- organ:...
    case_hash VARCHAR NOT NULL,               -- keyed hash of the case number
    item_id VARCHAR NOT NULL,
    channel VARCHAR,
    accepted_on DATE NOT NULL,
    due_on DATE NOT NULL,
    legal_due_on DATE,
    promised_days INTEGER,
    legal_days INTEGER,
    day_unit VARCHAR,
    days_over INTEGER NOT NULL,               -- working days past due_on
    is_legal_breach BOOLEAN NOT NULL,         -- past legal_due_on too
    is_provisional BOOLEAN NOT NULL           -- a due date in a provisional calendar
);
-- (internal) One row: subject x day, what was open at the end of that day: at the end of
-- each month, and on as_of. A case counts from acceptance to closing; one that was
-- withdrawn since was open until then.
CREATE TABLE backlog (
    subject_id VARCHAR NOT NULL,
    counted_on DATE NOT NULL,
    open_count BIGINT NOT NULL,
    overdue_count BIGINT NOT NULL,            -- of them, past their promised day
    median_age_days DOUBLE,                   -- days since acceptance, special procedures included; NULL when nothing is open
    p90_age_days DOUBLE
);
-- (internal) One row: subject x day x class of ages.
CREATE TABLE backlog_age (
    subject_id VARCHAR NOT NULL,
    counted_on DATE NOT NULL,
    age_class INTEGER NOT NULL,
    open_count BIGINT NOT NULL
);
-- (internal) One row: indicator x subject x period, who judged and how far they differ;
-- only of indicators that name their judges, and only where the observation has a value.
CREATE TABLE panel (
    indicator_id VARCHAR NOT NULL,
    subject_id VARCHAR NOT NULL,
    period_kind VARCHAR NOT NULL,
    period DATE NOT NULL,
    assessors INTEGER NOT NULL,               -- different persons; every ballot counts as one
    judgements INTEGER NOT NULL,              -- the observation's n: an assessor may judge more than once
    spread DOUBLE,                            -- standard deviation of the judgements, in the unit of value; NULL below two
    adjusted DOUBLE,                          -- the mean as it would be of the average assessor; NULL where assessors cannot be compared
    adjusted_error DOUBLE,                    -- its standard error; NULL where nothing is left over to tell
    is_trimmed BOOLEAN                        -- adjusted leaves out the highest and the lowest: five judgements or more
);
-- (internal) One row: indicator x period, how far its assessors agree, over all subjects
-- that somebody with a name judged; only of indicators that name their judges.
CREATE TABLE method_reliability (
    indicator_id VARCHAR NOT NULL,
    period_kind VARCHAR NOT NULL,
    period DATE NOT NULL,
    subjects INTEGER NOT NULL,
    assessors INTEGER NOT NULL,
    judgements INTEGER NOT NULL,
    components INTEGER NOT NULL,              -- parts that share no assessor
    is_connected BOOLEAN NOT NULL,            -- one part: severity can be compared
    icc_2k DOUBLE,                            -- ICC(2,k); NULL unless everybody judged everybody
    alpha DOUBLE,                             -- Krippendorff's alpha, of one assessor
    kendall_w DOUBLE,                         -- NULL unless everybody judged everybody
    reliability DOUBLE,                       -- of the panels' means: icc_2k, else alpha stepped up to the usual number of assessors
    is_reliable BOOLEAN                       -- at least limit reliable_from; NULL where unknown
);
-- (internal) One row: something that needs a decision, best first.
CREATE TABLE attention (
    period_kind VARCHAR NOT NULL,
    period DATE NOT NULL,
    position INTEGER NOT NULL,                -- 1 is the most urgent
    kind VARCHAR NOT NULL,                    -- fall | legal_breach | overdue | below_target
    subject_id VARCHAR NOT NULL,
    indicator_id VARCHAR NOT NULL,
    value DOUBLE,
    previous_value DOUBLE,
    n DOUBLE
);
-- (internal) One row: a signal: months in which a subject's share departs from its own past.
CREATE TABLE signal (
    signal_id VARCHAR NOT NULL,               -- indicator/subject/direction/first month; the same in every publication
    subject_id VARCHAR NOT NULL,              -- city:... | department:... | organ:...
    indicator_id VARCHAR NOT NULL,
    direction VARCHAR NOT NULL,               -- better | worse
    kind VARCHAR NOT NULL,                    -- sudden (one month alone) | drift (the moving average)
    first_period DATE NOT NULL,               -- the month in which it was first told
    last_period DATE NOT NULL,                -- its last month with enough rows
    months INTEGER NOT NULL,                  -- how many months it was judged to last
    is_open BOOLEAN NOT NULL,                 -- no month after it was back to usual
    peak_period DATE NOT NULL,                -- the month farthest from usual
    peak_value DOUBLE NOT NULL,
    peak_z DOUBLE NOT NULL,                   -- how far, in times of usual noise
    part_of VARCHAR                           -- of an organ: the signal of its department or city that tells the same
);
-- (internal) One row: a subject's indicator in a month, as on its control chart. Cities and
-- departments; organs that ever had a signal.
CREATE TABLE control_point (
    subject_id VARCHAR NOT NULL,
    indicator_id VARCHAR NOT NULL,
    period DATE NOT NULL,                     -- a month
    chart VARCHAR NOT NULL,                   -- p_prime (shares) | xmr (everything else)
    n DOUBLE,
    value DOUBLE NOT NULL,
    centre DOUBLE,                            -- of the months in no signal; NULL where there are too few points for limits
    low DOUBLE,                               -- limits of the chart
    high DOUBLE,
    label VARCHAR NOT NULL,                   -- '' | above | below | rising | falling | near_above | near_below | run_above | run_below
    expected DOUBLE,                          -- usual at the time, by the months before alone; NULL: not judged
    usual_low DOUBLE,                         -- expected less and more the threshold in times of usual noise
    usual_high DOUBLE,
    z DOUBLE,                                 -- distance from expected in times of usual noise
    average DOUBLE,                           -- exponentially weighted moving average of z
    severity DOUBLE,                          -- |z| by the indicator's weight in the newest scheme
    signal_id VARCHAR,                        -- the signal this month is part of
    is_provisional BOOLEAN NOT NULL           -- not final: drawn, never judged
);
-- (internal) One row: a city, department or item that makes part of what a signal changed;
-- at most five of each kind.
CREATE TABLE signal_part (
    signal_id VARCHAR NOT NULL,
    subject_id VARCHAR NOT NULL,              -- whose signal it is
    part_kind VARCHAR NOT NULL,               -- city | department | item
    part_id VARCHAR NOT NULL,
    n DOUBLE NOT NULL,                        -- rows in the months of the signal
    value DOUBLE,                             -- share in those months
    value_before DOUBLE,                      -- share in the months before, as far back as usual goes
    part DOUBLE NOT NULL,                     -- what it adds to the change of the whole, own share and weight together
    share_of_change DOUBLE NOT NULL,          -- part / change; parts that went the other way are not listed, so that it may exceed 1
    position INTEGER NOT NULL
);
-- (internal) One row: a subject in the funnel of its kind, indicator and quarter.
CREATE TABLE funnel_point (
    subject_id VARCHAR NOT NULL,
    indicator_id VARCHAR NOT NULL,
    period_kind VARCHAR NOT NULL,             -- quarter
    period DATE NOT NULL,
    n DOUBLE NOT NULL,
    value DOUBLE NOT NULL,
    centre DOUBLE NOT NULL,                   -- the share of all of its kind
    low_watch DOUBLE NOT NULL,                -- 95 % limits at this n
    high_watch DOUBLE NOT NULL,
    low_alarm DOUBLE NOT NULL,                -- 99.8 % limits
    high_alarm DOUBLE NOT NULL,
    z DOUBLE NOT NULL,                        -- distance from the centre, with what differs between subjects by custom allowed for
    class VARCHAR NOT NULL,                   -- inside | watch | alarm
    direction VARCHAR NOT NULL                -- better | worse than the centre
);
-- (internal) One row: a suspicion about the ratings of an organ in a month.
CREATE TABLE honesty_flag (
    kind VARCHAR NOT NULL,                    -- burst | instant_rating | monoculture | tag_against_level | tag_against_clock | default_share | low_response
    subject_id VARCHAR NOT NULL,              -- organ:...
    month DATE NOT NULL,                      -- its first day
    day DATE,                                 -- of a burst
    window_hash VARCHAR,                      -- of a burst: keyed hash of the window's number
    n DOUBLE NOT NULL,                        -- ratings it is about; low_response: cases that were rated
    base DOUBLE,                              -- of how many; NULL for a burst
    expected DOUBLE NOT NULL,                 -- burst: ratings in the busiest minutes of a usual day; else what n would be at the share elsewhere, or at the limit
    chance DOUBLE,                            -- how likely so many are where everything is as usual; NULL where a limit decides
    alike DOUBLE,                             -- of a burst: share of the commonest level and tags
    same_words INTEGER,                       -- of a burst: ratings with the commonest comment
    first_at TIMESTAMP,                       -- of a burst
    last_at TIMESTAMP,
    severity INTEGER NOT NULL                 -- 3: ratings may have been made; 2: they cannot be true; 1: they prove little
);
-- (internal) One row: subject x period in which something is in doubt. In doubt are the
-- ratings of bursts, instant ratings where they stand out, and contradicting ones.
CREATE TABLE doubt (
    subject_id VARCHAR NOT NULL,
    period_kind VARCHAR NOT NULL,
    period DATE NOT NULL,
    flag_count INTEGER NOT NULL,              -- suspicions of its organs
    doubtful_count INTEGER NOT NULL,          -- ratings in doubt
    share DOUBLE,                             -- satisfied, of all ratings given by people
    n DOUBLE,
    share_without DOUBLE                      -- the same without the ratings in doubt
);
-- (internal) One row: a rating whose tags contradict its level or a deadline that was kept.
CREATE TABLE contradicting_rating (
    kind VARCHAR NOT NULL,                    -- tag_against_level | tag_against_clock
    subject_id VARCHAR NOT NULL,              -- organ:...
    month DATE NOT NULL,
    day DATE NOT NULL,
    rating_hash VARCHAR NOT NULL,             -- keyed hash
    case_hash VARCHAR,                        -- as in overdue_case
    channel VARCHAR,
    level INTEGER NOT NULL,
    tags VARCHAR[] NOT NULL
);
-- (internal) One row: one file loaded.
CREATE TABLE load (
    source VARCHAR NOT NULL,
    file VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    loaded_at TIMESTAMP NOT NULL,             -- UTC
    rows_read BIGINT NOT NULL,
    rows_loaded BIGINT NOT NULL,
    rows_rejected BIGINT NOT NULL,
    rows_duplicate BIGINT NOT NULL,
    rows_superseded BIGINT NOT NULL,
    format VARCHAR NOT NULL,
    encoding VARCHAR,
    superseded_by VARCHAR,                    -- the file that corrects this one, if any
    first_day DATE,                           -- of the source's dated_by column
    last_day DATE,
    notes VARCHAR[] NOT NULL                  -- what was detected or repaired, in words
);
-- (internal) One row: one refused value.
CREATE TABLE reject (
    source VARCHAR NOT NULL,
    file VARCHAR NOT NULL,
    row BIGINT NOT NULL,                      -- as a spreadsheet shows it
    column_name VARCHAR NOT NULL,             -- '' when the whole row is refused
    value VARCHAR,                            -- identity and phone numbers masked
    reason VARCHAR NOT NULL,                  -- English, whole sentence
    reason_code VARCHAR NOT NULL              -- missing | not_a_date | unknown_code | ... for translation
);
-- (internal) One row: a check that a source declares, in the words of its declaration.
CREATE TABLE check_reason (
    source VARCHAR NOT NULL,
    reason_code VARCHAR NOT NULL,
    says MAP(VARCHAR, VARCHAR) NOT NULL
);
-- (internal) One row: a day of the workspace's calendar, by which deadlines are counted.
CREATE TABLE calendar (
    day DATE NOT NULL,
    is_workday BOOLEAN NOT NULL,
    is_provisional BOOLEAN NOT NULL           -- until the official notice is out; deadlines may move
);
-- (internal) One row: source x month, how much arrived.
CREATE TABLE arrival (
    source VARCHAR NOT NULL,
    month DATE NOT NULL,
    rows BIGINT NOT NULL,
    cities INTEGER NOT NULL,                  -- distinct cities with rows
    departments INTEGER NOT NULL
);
