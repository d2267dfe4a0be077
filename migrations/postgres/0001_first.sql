-- The tables of Kopilka on PostgreSQL. migrations/sqlite holds the same tables, columns and nullability; a test compares them.
-- Every table starts with its shop. Amounts are minor units (hundredths), quantities thousandths, rates basis points,
-- moments microseconds since 1970 UTC (`…_at`).

CREATE TABLE shops (
    shop_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    phone_numbers TEXT NOT NULL,            -- JSON array of strings
    address TEXT NOT NULL,
    whatsapp_link TEXT NOT NULL,
    telegram_link TEXT NOT NULL,
    invoice_bonus_bp BIGINT NOT NULL,
    referral_promo_bonus_minor BIGINT NOT NULL,
    referrer_first_purchase_bp BIGINT NOT NULL,
    earn_rule TEXT NOT NULL,                -- unless_redeemed, paid_part, whole
    max_redeem_bp BIGINT NOT NULL,
    min_redeem_minor BIGINT NOT NULL,
    points_lifetime_days BIGINT,            -- NULL: points live for ever
    consent_from_minor BIGINT,              -- from so many points on a spend needs the customer's consent; NULL: never
    group_rules_days BIGINT,                -- over how many days turnover decides on a customer's group; NULL: it does not
    card_qr TEXT NOT NULL DEFAULT 'digits', -- what the QR code of a card holds: digits, link
    timezone TEXT NOT NULL DEFAULT 'UTC',   -- where days end; as the configuration last said
    bot_username TEXT,                      -- as Telegram last said; NULL: it was not reached yet
    bot_name TEXT,                          -- likewise
    created_at BIGINT NOT NULL,
    import_digest TEXT,                     -- of the settings as the imported file had them
    legacy TEXT,                            -- JSON: what the imported file says beyond these columns
    PRIMARY KEY (shop_id)
);

-- Ids of rows are drawn by the program, from blocks that a process takes of this counter. It never goes back.
CREATE TABLE id_counters (
    shop_id BIGINT NOT NULL,
    last_id BIGINT NOT NULL,                -- the last id of the last block that was taken
    PRIMARY KEY (shop_id)
);

-- Which process leads the shop. PostgreSQL only: a SQLite file has one process.
CREATE TABLE leader_leases (
    shop_id BIGINT NOT NULL,
    holder BIGINT NOT NULL,                 -- an id that the process drew
    expires_at BIGINT NOT NULL,             -- by the database's clock
    PRIMARY KEY (shop_id)
);

CREATE TABLE staff (
    shop_id BIGINT NOT NULL REFERENCES shops,
    telegram_id BIGINT NOT NULL,
    role TEXT NOT NULL,                     -- cashier, manager, owner
    name TEXT NOT NULL,
    appointed_by BIGINT NOT NULL,           -- telegram_id of an owner
    appointed_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, telegram_id)
);

-- Groups of customers, with what they are let off.
CREATE TABLE customer_groups (
    shop_id BIGINT NOT NULL REFERENCES shops,
    group_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    discount_bp BIGINT NOT NULL,
    min_purchase_minor BIGINT NOT NULL,        -- what an invoice must come to before the discount counts
    is_active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, group_id),
    UNIQUE (shop_id, name),
    CHECK (discount_bp BETWEEN 0 AND 10000 AND min_purchase_minor >= 0)
);

-- From which turnover on customers are put into a group.
CREATE TABLE group_rules (
    shop_id BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    from_minor BIGINT NOT NULL,                    -- of invoices after discounts, less refunds
    PRIMARY KEY (shop_id, group_id),
    UNIQUE (shop_id, from_minor),
    FOREIGN KEY (shop_id, group_id) REFERENCES customer_groups (shop_id, group_id),
    CHECK (from_minor > 0)
);

CREATE TABLE customers (
    shop_id BIGINT NOT NULL REFERENCES shops,
    customer_id BIGINT NOT NULL,
    code TEXT NOT NULL,
    telegram_id BIGINT,
    first_name TEXT,
    last_name TEXT,
    username TEXT,
    photo_url TEXT,
    is_premium BOOLEAN NOT NULL,
    phone TEXT,                             -- E.164
    email TEXT,
    middle_name TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT 'individual',-- individual, company
    company_name TEXT NOT NULL DEFAULT '',
    tax_id TEXT NOT NULL DEFAULT '',
    other_phone TEXT NOT NULL DEFAULT '',   -- E.164; finds no customer
    address TEXT NOT NULL DEFAULT '',
    city TEXT NOT NULL DEFAULT '',
    region TEXT NOT NULL DEFAULT '',
    postal_code TEXT NOT NULL DEFAULT '',
    group_id BIGINT,                        -- NULL: none
    group_by_rule BOOLEAN NOT NULL DEFAULT FALSE, -- a rule put them into it; FALSE: staff did, or there is none
    credit_limit_minor BIGINT,              -- what they may owe at most; NULL: no limit was set
    birthday TEXT,                          -- YYYY-MM-DD
    notes TEXT NOT NULL DEFAULT '',         -- of the staff
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    is_blocked BOOLEAN NOT NULL DEFAULT FALSE,-- the shop lets them neither earn nor spend
    outside_code TEXT,                      -- what another system calls them; NULL: nothing
    outside_key TEXT,                       -- as it is compared
    mutes_parcels BOOLEAN NOT NULL DEFAULT FALSE, -- they are told nothing of their parcels
    language TEXT,                          -- chosen by the person; NULL: the one Telegram reports
    telegram_language TEXT,                 -- as Telegram last reported it; NULL: never seen
    referrer_id BIGINT,
    referred_at BIGINT,
    has_purchased BOOLEAN NOT NULL,         -- a referrer's reward is no longer open
    purchased_elsewhere BOOLEAN NOT NULL DEFAULT FALSE, -- imported: of what they bought no invoice stands
    was_welcomed BOOLEAN NOT NULL,
    merged_into_id BIGINT,                  -- the card that the person uses instead
    named_referrer TEXT,                    -- the code of the referrer whom the imported file names and who is not linked:
                                            -- not imported, or invited by this customer
    named_card TEXT,                        -- likewise of the card that the person uses instead
    joined_at BIGINT NOT NULL,
    visited_at BIGINT NOT NULL,
    warned_at BIGINT,                       -- the last warning that points are about to expire
    bot_blocked_at BIGINT,                      -- the person blocked the bot: nothing is sent until they return
    gone_at BIGINT,                         -- Telegram said that the account was deleted
    updated_at BIGINT NOT NULL DEFAULT 0,   -- the last change of what the back office sees; 0: none since they joined
    search_text TEXT NOT NULL DEFAULT '',   -- the folded words that a search looks for, with spaces around
    import_digest TEXT,                     -- of the record as the imported file had it; NULL: not imported
    legacy TEXT,                            -- JSON: what the imported file says beyond these columns
    PRIMARY KEY (shop_id, customer_id),
    UNIQUE (shop_id, code),
    FOREIGN KEY (shop_id, referrer_id) REFERENCES customers (shop_id, customer_id),
    FOREIGN KEY (shop_id, merged_into_id) REFERENCES customers (shop_id, customer_id),
    FOREIGN KEY (shop_id, group_id) REFERENCES customer_groups (shop_id, group_id),
    CHECK (kind IN ('individual', 'company') AND (credit_limit_minor IS NULL OR credit_limit_minor >= 0)),
    CHECK (group_id IS NOT NULL OR NOT group_by_rule)
);
CREATE UNIQUE INDEX customers_telegram_id ON customers (shop_id, telegram_id) WHERE telegram_id IS NOT NULL;
-- Lists are read from these: they have the columns of their conditions too, because SQLite reads no table then.
CREATE INDEX customers_joined ON customers (shop_id, joined_at, customer_id, merged_into_id) WHERE merged_into_id IS NULL;
CREATE INDEX customers_email ON customers (shop_id, LOWER(email)) WHERE email IS NOT NULL;
CREATE UNIQUE INDEX customers_outside ON customers (shop_id, outside_key) WHERE outside_key IS NOT NULL;
CREATE UNIQUE INDEX customers_phone ON customers (shop_id, phone) WHERE phone IS NOT NULL;
CREATE INDEX customers_referrer ON customers (shop_id, referrer_id) WHERE referrer_id IS NOT NULL;
CREATE INDEX customers_merged ON customers (shop_id, merged_into_id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX customers_named_referrer ON customers (shop_id, customer_id) WHERE named_referrer IS NOT NULL;
CREATE INDEX customers_named_card ON customers (shop_id, customer_id) WHERE named_card IS NOT NULL;
CREATE INDEX customers_group ON customers (shop_id, group_id, joined_at, customer_id, merged_into_id) WHERE group_id IS NOT NULL AND merged_into_id IS NULL;
CREATE INDEX customers_companies ON customers (shop_id, joined_at, customer_id, kind, merged_into_id) WHERE kind = 'company' AND merged_into_id IS NULL;
CREATE INDEX customers_blocked ON customers (shop_id, joined_at, customer_id, is_blocked, merged_into_id) WHERE is_blocked AND merged_into_id IS NULL;
CREATE INDEX customers_inactive ON customers (shop_id, joined_at, customer_id, is_active, merged_into_id) WHERE NOT is_active AND merged_into_id IS NULL;

-- What lists of customers are ordered by, and how many customers there are: kept in the transactions that change it.
CREATE TABLE customer_totals (
    shop_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    points_minor BIGINT NOT NULL,              -- both points wallets
    purchases_minor BIGINT NOT NULL,           -- what invoices came to after discounts and before points, less refunds
    purchases_count BIGINT NOT NULL,           -- of invoices that were not refunded in full
    last_purchase_at BIGINT,                   -- of these
    PRIMARY KEY (shop_id, customer_id),
    FOREIGN KEY (shop_id, customer_id) REFERENCES customers (shop_id, customer_id)
);
CREATE INDEX customer_totals_points ON customer_totals (shop_id, points_minor, customer_id);
CREATE INDEX customer_totals_purchases ON customer_totals (shop_id, purchases_minor, customer_id);
-- Who has bought nothing comes last in either order.
CREATE INDEX customer_totals_first ON customer_totals (shop_id, (last_purchase_at IS NULL), last_purchase_at, customer_id);
CREATE INDEX customer_totals_last ON customer_totals (shop_id, (last_purchase_at IS NULL), last_purchase_at DESC, customer_id DESC);

CREATE TABLE shop_totals (
    shop_id BIGINT NOT NULL REFERENCES shops,
    customers BIGINT NOT NULL,                 -- without cards that were merged into others
    PRIMARY KEY (shop_id)
);

-- Folded names, surnames, usernames and their combinations, and the digits of phones from the end, found by prefix.
CREATE TABLE search_terms (
    shop_id BIGINT NOT NULL,
    term TEXT COLLATE "C" NOT NULL,
    customer_id BIGINT NOT NULL,
    PRIMARY KEY (shop_id, term, customer_id),
    FOREIGN KEY (shop_id, customer_id) REFERENCES customers (shop_id, customer_id)
);

-- The links by which people came that are no promo codes: a sign at the door, an advertisement.
CREATE TABLE sources (
    shop_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    source TEXT NOT NULL,                   -- what the link said
    came_at BIGINT NOT NULL,                  -- the first time
    was_new BOOLEAN NOT NULL,               -- the link made them a customer
    PRIMARY KEY (shop_id, customer_id, source),
    FOREIGN KEY (shop_id, customer_id) REFERENCES customers (shop_id, customer_id)
);
CREATE INDEX sources_source ON sources (shop_id, source);

-- Requests for a card that another Telegram account has: the same phone number was shared from a new account.
CREATE TABLE card_moves (
    shop_id BIGINT NOT NULL,
    card_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,           -- the card of the new account
    phone TEXT NOT NULL,                    -- the number that was shared
    asked_at BIGINT NOT NULL,
    decided_at BIGINT,
    is_moved BOOLEAN,
    from_account BIGINT,                  -- the account that had the card, where it was moved
    PRIMARY KEY (shop_id, card_id, customer_id),
    FOREIGN KEY (shop_id, card_id) REFERENCES customers (shop_id, customer_id),
    FOREIGN KEY (shop_id, customer_id) REFERENCES customers (shop_id, customer_id)
);
CREATE INDEX card_moves_from ON card_moves (shop_id, from_account) WHERE from_account IS NOT NULL;

CREATE TABLE operations (
    shop_id BIGINT NOT NULL REFERENCES shops,
    operation_id TEXT NOT NULL,
    verb TEXT NOT NULL,
    digest TEXT NOT NULL,                   -- of the verb's input: the same id with other content is refused
    result TEXT NOT NULL,                   -- JSON: what the first execution returned
    consented BOOLEAN NOT NULL DEFAULT FALSE, -- the customer agreed to the points that it spends or reserves without an invoice
    done_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, operation_id)
);

CREATE TABLE wallets (
    shop_id BIGINT NOT NULL REFERENCES shops,
    customer_id BIGINT NOT NULL,
    wallet TEXT NOT NULL,                   -- main, referral, money
    balance_minor BIGINT NOT NULL,
    points_debt_minor BIGINT NOT NULL DEFAULT 0,
    held_minor BIGINT NOT NULL DEFAULT 0,   -- reserved by open holds
    last_number BIGINT NOT NULL,            -- of its last entry
    PRIMARY KEY (shop_id, customer_id, wallet),
    FOREIGN KEY (shop_id, customer_id) REFERENCES customers (shop_id, customer_id),
    CHECK (wallet IN ('main', 'referral', 'money')),
    CHECK (wallet = 'money' OR balance_minor >= -points_debt_minor),
    CHECK (held_minor >= 0 AND (held_minor = 0 OR held_minor <= balance_minor + points_debt_minor)),
    CHECK (points_debt_minor >= 0 AND (wallet <> 'money' OR points_debt_minor = 0))
);
CREATE INDEX wallets_debts ON wallets (shop_id, balance_minor, customer_id) WHERE wallet = 'money' AND balance_minor < 0;

CREATE TABLE invoices (
    shop_id BIGINT NOT NULL REFERENCES shops,
    invoice_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    number TEXT NOT NULL,                   -- 8 upper-case hex digits
    receipt TEXT,                           -- what the till calls it; NULL: it was issued in the chat, or has no receipt
    total_minor BIGINT NOT NULL,            -- the sum of the lines
    discount_minor BIGINT NOT NULL DEFAULT 0, -- what is taken off it before points
    group_discount_minor BIGINT NOT NULL DEFAULT 0, -- the part of that by the customer's group, before coupons
    group_discount_bp BIGINT NOT NULL DEFAULT 0, -- the group's share of the total then; 0: it took nothing off
    redeemed_minor BIGINT NOT NULL,
    redeemed_from TEXT,                     -- main, referral
    consented BOOLEAN NOT NULL DEFAULT FALSE, -- the customer agreed to these points
    debt_minor BIGINT NOT NULL,             -- what was left unpaid when it was issued
    earned_minor BIGINT NOT NULL,
    coupon_points_minor BIGINT NOT NULL DEFAULT 0, -- points that its coupons gave
    earn_rule TEXT,                         -- the rule and the rate that were used; NULL where imported
    earn_bp BIGINT,
    referrer_id BIGINT,
    named_referrer TEXT,                    -- the code of the referrer whom the imported file names and who is not linked
    reward_minor BIGINT NOT NULL,           -- what the referrer got for it
    reward_bp BIGINT,
    refunded_minor BIGINT NOT NULL DEFAULT 0, -- how much of the total its refunds come to
    actor_kind TEXT NOT NULL,               -- who issued it: person, staff, key, rule, import, operator
    actor_id BIGINT,                        -- of the customer, the Telegram account, the key; NULL: the others
    issued_at BIGINT NOT NULL,
    utc_offset_s BIGINT,                    -- the clock of the imported file; NULL: the shop's time zone
    legacy TEXT,                            -- JSON: what the imported file says beyond these columns
    PRIMARY KEY (shop_id, invoice_id),
    UNIQUE (shop_id, number),
    FOREIGN KEY (shop_id, customer_id) REFERENCES customers (shop_id, customer_id),
    FOREIGN KEY (shop_id, referrer_id) REFERENCES customers (shop_id, customer_id),
    CHECK (total_minor >= 0 AND redeemed_minor BETWEEN 0 AND total_minor - discount_minor AND debt_minor >= 0),
    CHECK (discount_minor BETWEEN 0 AND total_minor AND coupon_points_minor >= 0),
    CHECK (group_discount_minor BETWEEN 0 AND discount_minor AND group_discount_bp BETWEEN 0 AND 10000),
    CHECK ((group_discount_minor = 0) = (group_discount_bp = 0)),
    CHECK (refunded_minor BETWEEN 0 AND total_minor),
    CHECK (actor_kind IN ('person', 'staff', 'key', 'rule', 'import', 'operator')),
    CHECK ((actor_kind IN ('rule', 'import', 'operator')) = (actor_id IS NULL))
);
CREATE INDEX invoices_customer ON invoices (shop_id, customer_id, issued_at);
CREATE UNIQUE INDEX invoices_receipt ON invoices (shop_id, receipt) WHERE receipt IS NOT NULL;
CREATE INDEX invoices_referrer ON invoices (shop_id, referrer_id, customer_id) WHERE referrer_id IS NOT NULL;
CREATE INDEX invoices_named_referrer ON invoices (shop_id, invoice_id) WHERE named_referrer IS NOT NULL;

CREATE TABLE invoice_lines (
    shop_id BIGINT NOT NULL,
    invoice_id BIGINT NOT NULL,
    position BIGINT NOT NULL,               -- from 1
    name TEXT NOT NULL,
    quantity_milli BIGINT NOT NULL,
    unit_price_minor BIGINT NOT NULL,
    total_minor BIGINT NOT NULL,
    PRIMARY KEY (shop_id, invoice_id, position),
    FOREIGN KEY (shop_id, invoice_id) REFERENCES invoices (shop_id, invoice_id)
);

CREATE TABLE entries (
    shop_id BIGINT NOT NULL REFERENCES shops,
    entry_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    wallet TEXT NOT NULL,
    number BIGINT NOT NULL,                 -- from 1: orders the entries of the wallet
    kind TEXT NOT NULL,
    amount_minor BIGINT NOT NULL,           -- above zero: into the wallet
    balance_after_minor BIGINT NOT NULL,
    invoice_id BIGINT,
    corrects_id BIGINT,
    operation_id TEXT NOT NULL,
    actor_kind TEXT NOT NULL,               -- who did it, as in `invoices`
    actor_id BIGINT,
    note TEXT NOT NULL,                     -- the reason staff typed, the friend's name of a reward
    entered_at BIGINT NOT NULL,
    utc_offset_s BIGINT,                    -- the clock of the imported file; NULL: the shop's time zone
    legacy TEXT,                            -- JSON: what the imported file says beyond these columns
    PRIMARY KEY (shop_id, entry_id),
    UNIQUE (shop_id, customer_id, wallet, number),
    FOREIGN KEY (shop_id, customer_id) REFERENCES customers (shop_id, customer_id),
    FOREIGN KEY (shop_id, invoice_id) REFERENCES invoices (shop_id, invoice_id),
    FOREIGN KEY (shop_id, corrects_id) REFERENCES entries (shop_id, entry_id),
    CHECK (
        kind IN ('earn', 'coupon') AND wallet = 'main' AND amount_minor > 0
        OR kind IN ('redeem', 'expire') AND wallet IN ('main', 'referral') AND amount_minor < 0
        OR kind = 'promo_bonus' AND wallet = 'main' AND amount_minor <> 0
        OR kind = 'referral_reward' AND wallet = 'referral' AND amount_minor <> 0
        OR kind = 'manual' AND wallet IN ('main', 'referral') AND amount_minor <> 0
        OR kind IN ('debt', 'payment', 'charge') AND wallet = 'money' AND amount_minor < 0
        OR kind IN ('repayment', 'deposit') AND wallet = 'money' AND amount_minor > 0
        OR kind IN ('refund', 'opening', 'transfer') AND wallet IN ('main', 'referral', 'money') AND amount_minor <> 0
    ),
    CHECK (number > 0),
    CHECK (actor_kind IN ('person', 'staff', 'key', 'rule', 'import', 'operator')),
    CHECK ((actor_kind IN ('rule', 'import', 'operator')) = (actor_id IS NULL))
);
CREATE INDEX entries_customer ON entries (shop_id, customer_id, entered_at);
CREATE FUNCTION entries_are_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'entries are append-only'; END $$;
CREATE TRIGGER entries_append_only BEFORE UPDATE OR DELETE ON entries
FOR EACH ROW EXECUTE FUNCTION entries_are_append_only();

CREATE TABLE lots (
    shop_id BIGINT NOT NULL,
    lot_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    wallet TEXT NOT NULL,
    entry_id BIGINT NOT NULL,               -- the entry that earned it
    amount_minor BIGINT NOT NULL,
    remaining_minor BIGINT NOT NULL,
    expires_at BIGINT,                      -- the first moment of the day after its last; NULL: never
    warned_days BIGINT,                     -- the last warning that was given, in days before; NULL: none
    PRIMARY KEY (shop_id, lot_id),
    FOREIGN KEY (shop_id, customer_id) REFERENCES customers (shop_id, customer_id),
    FOREIGN KEY (shop_id, entry_id) REFERENCES entries (shop_id, entry_id),
    CHECK (remaining_minor BETWEEN 0 AND amount_minor)
);
CREATE INDEX lots_customer ON lots (shop_id, customer_id);
CREATE INDEX lots_open ON lots (shop_id, customer_id, wallet, expires_at, lot_id) WHERE remaining_minor > 0;
CREATE INDEX lots_expiring ON lots (shop_id, expires_at) WHERE remaining_minor > 0 AND expires_at IS NOT NULL;

CREATE TABLE lot_uses (
    shop_id BIGINT NOT NULL,
    entry_id BIGINT NOT NULL,               -- the entry that spent from the lot, or gave back to it
    lot_id BIGINT NOT NULL,
    amount_minor BIGINT NOT NULL,
    PRIMARY KEY (shop_id, entry_id, lot_id),
    FOREIGN KEY (shop_id, entry_id) REFERENCES entries (shop_id, entry_id),
    FOREIGN KEY (shop_id, lot_id) REFERENCES lots (shop_id, lot_id),
    CHECK (amount_minor <> 0)               -- below zero: a refund gave back to the lot
);

CREATE TABLE refunds (
    shop_id BIGINT NOT NULL REFERENCES shops,
    refund_id BIGINT NOT NULL,
    invoice_id BIGINT NOT NULL,
    total_minor BIGINT NOT NULL,            -- of the invoice, before discount and points: the next four together
    discount_minor BIGINT NOT NULL DEFAULT 0, -- the part of the discount that falls on it
    redeemed_minor BIGINT NOT NULL,         -- points given back
    debt_minor BIGINT NOT NULL,             -- debt that is no longer owed
    money_minor BIGINT NOT NULL,            -- money given back
    earned_minor BIGINT NOT NULL,           -- points taken back that it had earned
    coupon_points_minor BIGINT NOT NULL DEFAULT 0, -- points taken back that its coupons gave
    reward_minor BIGINT NOT NULL,           -- taken back of the referrer's reward
    operation_id TEXT NOT NULL,             -- behind `import:` where it was imported
    actor_kind TEXT NOT NULL,               -- who did it
    actor_id BIGINT,
    reason TEXT NOT NULL,                   -- typed, or `ready:` and a code
    refunded_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, refund_id),
    FOREIGN KEY (shop_id, invoice_id) REFERENCES invoices (shop_id, invoice_id),
    CHECK (total_minor > 0 AND total_minor = discount_minor + redeemed_minor + debt_minor + money_minor),
    CHECK (discount_minor >= 0 AND redeemed_minor >= 0 AND debt_minor >= 0 AND money_minor >= 0),
    CHECK (earned_minor >= 0 AND coupon_points_minor >= 0 AND reward_minor >= 0),
    CHECK (actor_kind IN ('person', 'staff', 'key', 'rule', 'import', 'operator')),
    CHECK ((actor_kind IN ('rule', 'import', 'operator')) = (actor_id IS NULL))
);
CREATE INDEX refunds_invoice ON refunds (shop_id, invoice_id);

-- The goods that came back; none where an amount was refunded.
CREATE TABLE refund_lines (
    shop_id BIGINT NOT NULL,
    refund_id BIGINT NOT NULL,
    position BIGINT NOT NULL,               -- of the invoice's line
    quantity_milli BIGINT NOT NULL,
    total_minor BIGINT NOT NULL,
    PRIMARY KEY (shop_id, refund_id, position),
    FOREIGN KEY (shop_id, refund_id) REFERENCES refunds (shop_id, refund_id),
    CHECK (quantity_milli > 0)
);

-- Points reserved for a sale that is not finished. The open ones of a wallet add up to its held_minor.
CREATE TABLE holds (
    shop_id BIGINT NOT NULL,
    hold_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    wallet TEXT NOT NULL,
    amount_minor BIGINT NOT NULL,
    state TEXT NOT NULL,                    -- open, captured, released, expired
    placed_by TEXT NOT NULL,                -- the operation
    placed_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    captured_minor BIGINT NOT NULL DEFAULT 0,
    entry_id BIGINT,                        -- the entry that spent what was captured
    ended_by TEXT,                          -- the operation; NULL: open, or time ran out
    ended_at BIGINT,
    PRIMARY KEY (shop_id, hold_id),
    FOREIGN KEY (shop_id, customer_id) REFERENCES customers (shop_id, customer_id),
    FOREIGN KEY (shop_id, entry_id) REFERENCES entries (shop_id, entry_id),
    CHECK (amount_minor > 0 AND captured_minor BETWEEN 0 AND amount_minor),
    CHECK ((state = 'open') = (ended_at IS NULL) AND (state = 'captured') = (captured_minor > 0))
);
CREATE INDEX holds_open ON holds (shop_id, customer_id, wallet) WHERE state = 'open';
CREATE INDEX holds_captured ON holds (shop_id, customer_id, ended_at) WHERE state = 'captured';
CREATE INDEX holds_ending ON holds (shop_id, expires_at) WHERE state = 'open';

-- Digits that customers show at the till. A row stays a while after they expire, so that they are not drawn again too soon.
CREATE TABLE card_codes (
    shop_id BIGINT NOT NULL,
    code TEXT NOT NULL,                     -- 6 digits
    customer_id BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,                         -- a sale was completed with them
    PRIMARY KEY (shop_id, code),
    FOREIGN KEY (shop_id, customer_id) REFERENCES customers (shop_id, customer_id)
);
CREATE INDEX card_codes_customer ON card_codes (shop_id, customer_id, expires_at);
CREATE INDEX card_codes_expiring ON card_codes (shop_id, expires_at);

CREATE TABLE card_code_guesses (
    shop_id BIGINT NOT NULL,
    guess_id BIGINT NOT NULL,
    counted_for TEXT NOT NULL,              -- staff 123456789, key 7, customer 82
    guessed_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, guess_id)
);
CREATE INDEX card_code_guesses_counted ON card_code_guesses (shop_id, counted_for, guessed_at);

-- Spends that waited, or wait, for the customer's tap.
CREATE TABLE consents (
    shop_id BIGINT NOT NULL,
    consent_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    points_minor BIGINT NOT NULL,
    spend TEXT NOT NULL,                    -- JSON: a sale of the staff, or a write-off of a till
    spend_operation TEXT NOT NULL,          -- the operation that the spend will be
    actor_kind TEXT NOT NULL,               -- who asked
    actor_id BIGINT,
    state TEXT NOT NULL,                    -- waiting, given, declined, failed, expired, cancelled
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (shop_id, consent_id),
    FOREIGN KEY (shop_id, customer_id) REFERENCES customers (shop_id, customer_id),
    CHECK (points_minor > 0 AND (state = 'waiting') = (ended_at IS NULL)),
    CHECK (actor_kind IN ('person', 'staff', 'key', 'rule', 'import', 'operator')),
    CHECK ((actor_kind IN ('rule', 'import', 'operator')) = (actor_id IS NULL))
);
CREATE INDEX consents_waiting ON consents (shop_id, expires_at) WHERE state = 'waiting';

-- Coupons: each is a right to something, used once.
CREATE TABLE coupons (
    shop_id BIGINT NOT NULL REFERENCES shops,
    coupon_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,                     -- points, percent, amount, gift
    worth BIGINT NOT NULL,                 -- points, amount: minor units; percent: basis points; gift: 0
    expires_at BIGINT,                     -- the first moment at which it cannot be used any more; NULL: never
    given_by TEXT NOT NULL,                 -- the operation
    given_at BIGINT NOT NULL,
    used_by TEXT,                           -- the operation; NULL: not used
    used_at BIGINT,
    PRIMARY KEY (shop_id, coupon_id),
    FOREIGN KEY (shop_id, customer_id) REFERENCES customers (shop_id, customer_id),
    CHECK (kind IN ('points', 'percent', 'amount', 'gift')),
    CHECK (worth >= 0 AND (kind = 'gift') = (worth = 0) AND (kind <> 'percent' OR worth <= 10000)),
    CHECK ((used_at IS NULL) = (used_by IS NULL))
);
CREATE INDEX coupons_customer ON coupons (shop_id, customer_id, coupon_id);

-- What coupons did on the invoices that used them. A row stays when a refund gives the coupon back.
CREATE TABLE invoice_coupons (
    shop_id BIGINT NOT NULL,
    invoice_id BIGINT NOT NULL,
    coupon_id BIGINT NOT NULL,
    discount_minor BIGINT NOT NULL,
    points_minor BIGINT NOT NULL,
    PRIMARY KEY (shop_id, invoice_id, coupon_id),
    FOREIGN KEY (shop_id, invoice_id) REFERENCES invoices (shop_id, invoice_id),
    FOREIGN KEY (shop_id, coupon_id) REFERENCES coupons (shop_id, coupon_id),
    CHECK (discount_minor >= 0 AND points_minor >= 0)
);
CREATE INDEX invoice_coupons_coupon ON invoice_coupons (shop_id, coupon_id);

-- Parcels on their way to customers. Numbers and codes are stored as they were sent, and as they are compared (`…_key`).
CREATE TABLE parcels (
    shop_id BIGINT NOT NULL REFERENCES shops,
    parcel_id BIGINT NOT NULL,
    number TEXT NOT NULL,
    number_key TEXT NOT NULL,
    client_code TEXT NOT NULL,
    client_key TEXT NOT NULL,
    customer_id BIGINT,                     -- whose code it is; NULL: nobody has it yet
    status TEXT NOT NULL,                   -- pending, in_transit, delivered, issued, cancelled
    quantity BIGINT,                        -- pieces
    weight_milli BIGINT,                    -- grams
    price_per_kg_minor BIGINT,              -- US cents
    cost_minor BIGINT,                      -- US cents
    note TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, parcel_id),
    UNIQUE (shop_id, number_key),
    FOREIGN KEY (shop_id, customer_id) REFERENCES customers (shop_id, customer_id),
    CHECK (status IN ('pending', 'in_transit', 'delivered', 'issued', 'cancelled')),
    CHECK (quantity >= 0 AND weight_milli >= 0 AND price_per_kg_minor >= 0 AND cost_minor >= 0)
);
CREATE INDEX parcels_created ON parcels (shop_id, created_at, parcel_id);
CREATE INDEX parcels_status ON parcels (shop_id, status, created_at, parcel_id);
CREATE INDEX parcels_customer ON parcels (shop_id, customer_id, created_at, parcel_id) WHERE customer_id IS NOT NULL;
CREATE INDEX parcels_client ON parcels (shop_id, client_key, created_at, parcel_id);

-- What parcels are found by: the ends of their numbers, codes and words of the note, each found by its beginning.
CREATE TABLE parcel_terms (
    shop_id BIGINT NOT NULL,
    term TEXT COLLATE "C" NOT NULL,
    parcel_id BIGINT NOT NULL,
    PRIMARY KEY (shop_id, term, parcel_id),
    FOREIGN KEY (shop_id, parcel_id) REFERENCES parcels (shop_id, parcel_id)
);

-- What happened to parcels: the history of each, and what clients of the APIs are told. Rows never change.
CREATE TABLE parcel_events (
    shop_id BIGINT NOT NULL,
    number BIGINT NOT NULL,                 -- orders the events of the shop as they were committed
    parcel_id BIGINT NOT NULL,
    kind TEXT NOT NULL,                     -- parcel.created, parcel.status
    status TEXT NOT NULL,                   -- the new one
    is_forced BOOLEAN NOT NULL,             -- it does not follow the one before
    actor_kind TEXT NOT NULL,
    actor_id BIGINT,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, number),
    FOREIGN KEY (shop_id, parcel_id) REFERENCES parcels (shop_id, parcel_id),
    CHECK (kind IN ('parcel.created', 'parcel.status')),
    CHECK (actor_kind IN ('person', 'staff', 'key', 'rule', 'import', 'operator')),
    CHECK ((actor_kind IN ('rule', 'import', 'operator')) = (actor_id IS NULL))
);
CREATE INDEX parcel_events_parcel ON parcel_events (shop_id, parcel_id, number);

-- How many parcels there are and what they come to, kept by the transactions that change them.
CREATE TABLE parcel_totals (
    shop_id BIGINT NOT NULL REFERENCES shops,
    pending BIGINT NOT NULL,
    in_transit BIGINT NOT NULL,
    delivered BIGINT NOT NULL,
    issued BIGINT NOT NULL,
    cancelled BIGINT NOT NULL,
    weight_milli BIGINT NOT NULL,
    cost_minor BIGINT NOT NULL,
    last_event BIGINT NOT NULL,             -- the number of the last event
    PRIMARY KEY (shop_id)
);

-- Billing by month: services that customers have, with what each costs, the bills for them and the payments of these. Days are
-- texts, YYYY-MM-DD; who made a row and who changed it last are kept by name.

-- How the shop bills.
CREATE TABLE billing_settings (
    shop_id BIGINT NOT NULL REFERENCES shops,
    bills_monthly BOOLEAN NOT NULL,            -- a job makes the bills of each month
    due_days BIGINT NOT NULL,                  -- after the day of issue
    bills_earn BOOLEAN NOT NULL,               -- a paid bill earns points, once
    PRIMARY KEY (shop_id),
    CHECK (due_days BETWEEN 0 AND 366)
);

-- The last number of each series of numbers: `CUST`, `INV202501`.
CREATE TABLE billing_numbers (
    shop_id BIGINT NOT NULL,
    series TEXT NOT NULL,
    last_number BIGINT NOT NULL,
    PRIMARY KEY (shop_id, series)
);

-- The months for which all bills were made. The job makes none for them again.
CREATE TABLE bill_runs (
    shop_id BIGINT NOT NULL,
    month TEXT NOT NULL,                       -- YYYY-MM
    finished_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, month)
);

-- Key account managers.
CREATE TABLE kams (
    shop_id BIGINT NOT NULL REFERENCES shops,
    kam_id BIGINT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    address TEXT NOT NULL,
    is_active BOOLEAN NOT NULL,
    search_text TEXT NOT NULL,                 -- folded
    created_by TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, kam_id),
    UNIQUE (shop_id, name)
);

-- Customers whose services are billed.
CREATE TABLE sales_profiles (
    shop_id BIGINT NOT NULL REFERENCES shops,
    customer_id BIGINT NOT NULL,
    number TEXT NOT NULL,                      -- CUST1001
    name TEXT NOT NULL,
    company_name TEXT NOT NULL,
    email TEXT NOT NULL,
    address TEXT NOT NULL,
    contact_person TEXT NOT NULL,
    kind TEXT NOT NULL,                        -- bw, channel_partner, soho
    kam_id BIGINT,
    status TEXT NOT NULL,                      -- active, inactive, suspended
    is_active BOOLEAN NOT NULL,
    last_billed_on TEXT,                       -- the latest day of issue of a bill, drafts too; NULL: there is none
    sort_name TEXT COLLATE "C" NOT NULL,       -- the folded name
    search_text TEXT NOT NULL,                 -- folded
    created_by TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, customer_id),
    UNIQUE (shop_id, number),
    FOREIGN KEY (shop_id, customer_id) REFERENCES customers (shop_id, customer_id),
    FOREIGN KEY (shop_id, kam_id) REFERENCES kams (shop_id, kam_id),
    CHECK (kind IN ('bw', 'channel_partner', 'soho') AND status IN ('active', 'inactive', 'suspended'))
);
CREATE INDEX sales_profiles_kam ON sales_profiles (shop_id, kam_id) WHERE kam_id IS NOT NULL;

-- What is sold to small offices, and its rates.
CREATE TABLE packages (
    shop_id BIGINT NOT NULL REFERENCES shops,
    package_id BIGINT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    kind TEXT NOT NULL,                        -- as of customers
    description TEXT NOT NULL,
    is_active BOOLEAN NOT NULL,
    search_text TEXT NOT NULL,                 -- folded
    created_by TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, package_id),
    CHECK (kind IN ('bw', 'channel_partner', 'soho'))
);

CREATE TABLE package_pricings (
    shop_id BIGINT NOT NULL,
    pricing_id BIGINT NOT NULL,
    package_id BIGINT NOT NULL,
    rate_minor BIGINT NOT NULL,                -- a month
    description TEXT NOT NULL,
    is_active BOOLEAN NOT NULL,
    starts_on TEXT COLLATE "C" NOT NULL,
    ends_on TEXT COLLATE "C",                  -- the last day; NULL: it has no end
    created_by TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, pricing_id),
    FOREIGN KEY (shop_id, package_id) REFERENCES packages (shop_id, package_id),
    CHECK (rate_minor >= 0 AND (ends_on IS NULL OR ends_on >= starts_on))
);
CREATE INDEX package_pricings_package ON package_pricings (shop_id, package_id, starts_on);

-- What a customer has, under one number for all its bills.
CREATE TABLE entitlements (
    shop_id BIGINT NOT NULL REFERENCES shops,
    entitlement_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    bill_number TEXT NOT NULL,                 -- of the paper, not unique
    activated_on TEXT COLLATE "C" NOT NULL,
    nttn_company TEXT NOT NULL,
    nttn_capacity TEXT NOT NULL,
    total_bill_minor BIGINT,                   -- as agreed; bills are made of the details
    bandwidth_medium TEXT NOT NULL,
    connection_type TEXT NOT NULL,
    connected_pop TEXT NOT NULL,
    remarks TEXT NOT NULL,
    search_text TEXT NOT NULL,                 -- folded
    created_by TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, entitlement_id),
    FOREIGN KEY (shop_id, customer_id) REFERENCES customers (shop_id, customer_id),
    CHECK (total_bill_minor >= 0)
);
CREATE INDEX entitlements_customer ON entitlements (shop_id, customer_id, entitlement_id);

CREATE TABLE entitlement_details (
    shop_id BIGINT NOT NULL,
    detail_id BIGINT NOT NULL,
    entitlement_id BIGINT NOT NULL,
    kind TEXT NOT NULL,                        -- as of customers
    bandwidth TEXT,                            -- ipt, gcc, cdn, nix, baishan, other; NULL: another kind
    mbps_milli BIGINT,                         -- NULL: soho
    unit_price_minor BIGINT,                   -- a month and Mbps; NULL: soho
    share_bp BIGINT,                           -- of a channel partner; NULL: the whole
    package_id BIGINT,                         -- soho
    starts_on TEXT COLLATE "C" NOT NULL,
    ends_on TEXT COLLATE "C",                  -- the last day; NULL: it has no end
    is_active BOOLEAN NOT NULL,
    status TEXT NOT NULL,                      -- active, inactive, suspended
    created_by TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, detail_id),
    FOREIGN KEY (shop_id, entitlement_id) REFERENCES entitlements (shop_id, entitlement_id),
    FOREIGN KEY (shop_id, package_id) REFERENCES packages (shop_id, package_id),
    CHECK (kind IN ('bw', 'channel_partner', 'soho') AND status IN ('active', 'inactive', 'suspended')),
    CHECK ((bandwidth IS NOT NULL) = (kind = 'bw') AND (package_id IS NOT NULL) = (kind = 'soho')),
    CHECK ((mbps_milli IS NULL) = (kind = 'soho') AND (unit_price_minor IS NULL) = (kind = 'soho')),
    CHECK (share_bp IS NULL OR kind = 'channel_partner' AND share_bp BETWEEN 0 AND 10000),
    CHECK (mbps_milli >= 0 AND unit_price_minor >= 0 AND (ends_on IS NULL OR ends_on >= starts_on))
);
CREATE INDEX entitlement_details_entitlement ON entitlement_details (shop_id, entitlement_id, detail_id);
CREATE INDEX entitlement_details_package ON entitlement_details (shop_id, package_id) WHERE package_id IS NOT NULL;

-- How customers can pay, with the VAT of their bills.
CREATE TABLE utilities (
    shop_id BIGINT NOT NULL REFERENCES shops,
    utility_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    vat_bp BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, utility_id),
    UNIQUE (shop_id, name),
    CHECK (vat_bp BETWEEN 0 AND 10000)
);

CREATE TABLE utility_details (
    shop_id BIGINT NOT NULL,
    utility_detail_id BIGINT NOT NULL,
    utility_id BIGINT NOT NULL,
    kind TEXT NOT NULL,                        -- bank, bkash, nagad
    name TEXT NOT NULL,
    number TEXT NOT NULL,
    branch TEXT NOT NULL,
    is_active BOOLEAN NOT NULL,
    search_text TEXT NOT NULL,                 -- folded
    created_by TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, utility_detail_id),
    UNIQUE (shop_id, utility_id, kind, number),
    FOREIGN KEY (shop_id, utility_id) REFERENCES utilities (shop_id, utility_id),
    CHECK (kind IN ('bank', 'bkash', 'nagad'))
);

-- What is asked for a month's services. The amounts are sums of the details and of the completed payments.
CREATE TABLE bills (
    shop_id BIGINT NOT NULL REFERENCES shops,
    bill_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    entitlement_id BIGINT NOT NULL,
    utility_id BIGINT,                         -- says the VAT and how to pay
    number TEXT NOT NULL,                      -- INV20250101
    month TEXT,                                -- YYYY-MM, for which it was made of the entitlement; NULL: it was written by hand
    issued_on TEXT COLLATE "C" NOT NULL,
    due_on TEXT COLLATE "C" NOT NULL,
    status TEXT NOT NULL,                      -- draft, unpaid, partial, paid
    sub_total_minor BIGINT NOT NULL,
    discount_minor BIGINT NOT NULL,
    vat_minor BIGINT NOT NULL,
    total_minor BIGINT NOT NULL,               -- sub total less discount and VAT
    paid_minor BIGINT NOT NULL,
    remarks TEXT NOT NULL,
    search_text TEXT NOT NULL,                 -- folded
    warned_at BIGINT,                          -- when the customer was told that it is due soon
    earned_at BIGINT,                          -- when it earned points
    entry_id BIGINT,                           -- the points that it earned, where they are more than none
    reward_id BIGINT,                          -- what the referrer got for it
    created_by TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, bill_id),
    UNIQUE (shop_id, number),
    FOREIGN KEY (shop_id, customer_id) REFERENCES customers (shop_id, customer_id),
    FOREIGN KEY (shop_id, entitlement_id) REFERENCES entitlements (shop_id, entitlement_id),
    FOREIGN KEY (shop_id, utility_id) REFERENCES utilities (shop_id, utility_id),
    FOREIGN KEY (shop_id, entry_id) REFERENCES entries (shop_id, entry_id),
    FOREIGN KEY (shop_id, reward_id) REFERENCES entries (shop_id, entry_id),
    CHECK (status IN ('draft', 'unpaid', 'partial', 'paid')),
    CHECK (total_minor = sub_total_minor - discount_minor + vat_minor AND paid_minor BETWEEN 0 AND total_minor),
    CHECK (sub_total_minor >= 0 AND discount_minor >= 0 AND vat_minor >= 0),
    CHECK (status <> 'draft' OR paid_minor = 0),
    CHECK (earned_at IS NOT NULL OR entry_id IS NULL AND reward_id IS NULL)
);
CREATE INDEX bills_issued ON bills (shop_id, issued_on, bill_id);
CREATE INDEX bills_customer ON bills (shop_id, customer_id, issued_on, bill_id);
CREATE UNIQUE INDEX bills_month ON bills (shop_id, entitlement_id, month) WHERE month IS NOT NULL;
CREATE INDEX bills_entitlement ON bills (shop_id, entitlement_id, bill_id);
CREATE UNIQUE INDEX bills_entry ON bills (shop_id, entry_id) WHERE entry_id IS NOT NULL;
CREATE UNIQUE INDEX bills_reward ON bills (shop_id, reward_id) WHERE reward_id IS NOT NULL;
CREATE INDEX bills_due ON bills (shop_id, due_on) WHERE warned_at IS NULL AND status IN ('unpaid', 'partial');

CREATE TABLE bill_details (
    shop_id BIGINT NOT NULL,
    bill_detail_id BIGINT NOT NULL,
    bill_id BIGINT NOT NULL,
    detail_id BIGINT,                          -- what it is for; NULL: something else, which its remarks say
    sub_total_minor BIGINT NOT NULL,
    discount_bp BIGINT NOT NULL,
    vat_bp BIGINT NOT NULL,
    discount_minor BIGINT NOT NULL,            -- of the sub total
    vat_minor BIGINT NOT NULL,                 -- of what the discount leaves
    remarks TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, bill_detail_id),
    FOREIGN KEY (shop_id, bill_id) REFERENCES bills (shop_id, bill_id),
    FOREIGN KEY (shop_id, detail_id) REFERENCES entitlement_details (shop_id, detail_id),
    CHECK (sub_total_minor >= 0 AND discount_minor BETWEEN 0 AND sub_total_minor AND vat_minor >= 0),
    CHECK (discount_bp BETWEEN 0 AND 10000 AND vat_bp BETWEEN 0 AND 10000)
);
CREATE INDEX bill_details_bill ON bill_details (shop_id, bill_id, bill_detail_id);
CREATE INDEX bill_details_detail ON bill_details (shop_id, detail_id) WHERE detail_id IS NOT NULL;

-- Payments of bills. What counts is the amounts of completed details of completed payments.
CREATE TABLE bill_payments (
    shop_id BIGINT NOT NULL REFERENCES shops,
    payment_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    bill_id BIGINT NOT NULL,
    paid_on TEXT COLLATE "C" NOT NULL,
    method TEXT NOT NULL,
    remarks TEXT NOT NULL,
    status TEXT NOT NULL,                      -- pending, completed, failed, cancelled
    created_by TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, payment_id),
    FOREIGN KEY (shop_id, customer_id) REFERENCES customers (shop_id, customer_id),
    FOREIGN KEY (shop_id, bill_id) REFERENCES bills (shop_id, bill_id),
    CHECK (status IN ('pending', 'completed', 'failed', 'cancelled'))
);
CREATE INDEX bill_payments_bill ON bill_payments (shop_id, bill_id, payment_id);
CREATE INDEX bill_payments_paid ON bill_payments (shop_id, paid_on, payment_id);
CREATE INDEX bill_payments_customer ON bill_payments (shop_id, customer_id, paid_on, payment_id);

CREATE TABLE bill_payment_details (
    shop_id BIGINT NOT NULL,
    payment_detail_id BIGINT NOT NULL,
    payment_id BIGINT NOT NULL,
    amount_minor BIGINT NOT NULL,
    transaction_number TEXT NOT NULL,          -- of the bank or the wallet
    remarks TEXT NOT NULL,
    status TEXT NOT NULL,                      -- as of payments
    created_by TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, payment_detail_id),
    FOREIGN KEY (shop_id, payment_id) REFERENCES bill_payments (shop_id, payment_id),
    CHECK (amount_minor > 0 AND status IN ('pending', 'completed', 'failed', 'cancelled'))
);
CREATE INDEX bill_payment_details_payment ON bill_payment_details (shop_id, payment_id, payment_detail_id);

-- Codes, Telegram accounts and phone numbers of customers whom a running import leaves out, so that those who come later in
-- the file are compared with them. Empty between imports.
CREATE TABLE rejected_identities (
    shop_id BIGINT NOT NULL,
    kind TEXT NOT NULL,                     -- code, telegram_id, phone
    value TEXT NOT NULL,
    code TEXT NOT NULL,                     -- of the customer who is left out
    PRIMARY KEY (shop_id, value, kind)
);

CREATE TABLE promo_attempts (
    shop_id BIGINT NOT NULL,
    attempt_id BIGINT NOT NULL,
    telegram_id BIGINT NOT NULL,
    attempted_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, attempt_id)
);
CREATE INDEX promo_attempts_person ON promo_attempts (shop_id, telegram_id, attempted_at);

CREATE TABLE audit_log (
    shop_id BIGINT NOT NULL REFERENCES shops,
    audit_id BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,               -- who acted
    actor_id BIGINT,
    role TEXT,                              -- of the member of the staff; NULL: another actor
    action TEXT NOT NULL,
    customer_id BIGINT,
    operation_id TEXT,
    details TEXT NOT NULL,                  -- JSON
    acted_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, audit_id),
    CHECK (actor_kind IN ('person', 'staff', 'key', 'rule', 'import', 'operator')),
    CHECK ((actor_kind IN ('rule', 'import', 'operator')) = (actor_id IS NULL)),
    CHECK ((actor_kind = 'staff') = (role IS NOT NULL))
);
CREATE INDEX audit_log_time ON audit_log (shop_id, acted_at);

-- Keys of the HTTP APIs. The key itself is stored nowhere.
CREATE TABLE api_keys (
    shop_id BIGINT NOT NULL REFERENCES shops,
    key_id BIGINT NOT NULL,
    first_key_id BIGINT NOT NULL,          -- the first of the keys that replaced each other: they are one client
    shown TEXT NOT NULL,                    -- its first characters
    digest TEXT NOT NULL,                   -- SHA-256
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,                   -- words with spaces between them
    rate_per_minute BIGINT NOT NULL,       -- 0: no limit
    asks_consent BOOLEAN NOT NULL,          -- it spends points as staff do; FALSE: without asking
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT,
    uses BIGINT NOT NULL DEFAULT 0,
    last_used_at BIGINT,
    address_told_at BIGINT,               -- when owners were last told that it was tried from a new address
    failures_told_at BIGINT,              -- when owners were last told that it failed often
    PRIMARY KEY (shop_id, key_id),
    UNIQUE (shop_id, digest)
);

-- The use log of the keys.
CREATE TABLE api_uses (
    shop_id BIGINT NOT NULL,
    use_id BIGINT NOT NULL,
    key_id BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    method TEXT NOT NULL,
    route TEXT NOT NULL,                    -- the template of the path
    status BIGINT NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (shop_id, use_id),
    FOREIGN KEY (shop_id, key_id) REFERENCES api_keys (shop_id, key_id)
);
CREATE INDEX api_uses_key ON api_uses (shop_id, key_id, used_at);
CREATE INDEX api_uses_time ON api_uses (shop_id, used_at);
CREATE INDEX api_uses_failed ON api_uses (shop_id, used_at, key_id) WHERE status IN (401, 403, 429);

-- Where the keys were tried from. Owners are told of each address but the first.
CREATE TABLE api_addresses (
    shop_id BIGINT NOT NULL,
    key_id BIGINT NOT NULL,                -- the first of the keys that replaced each other
    address TEXT NOT NULL,
    tried_key_id BIGINT NOT NULL,          -- the key with which it was first tried
    first_used_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    is_told BOOLEAN NOT NULL,
    PRIMARY KEY (shop_id, key_id, address),
    FOREIGN KEY (shop_id, key_id) REFERENCES api_keys (shop_id, key_id)
);
CREATE INDEX api_addresses_untold ON api_addresses (shop_id, first_used_at) WHERE NOT is_told;
CREATE INDEX api_addresses_unused ON api_addresses (shop_id, last_used_at);

-- How many requests of a client several processes have taken of this minute. Lost in a crash, which costs nothing.
CREATE UNLOGGED TABLE api_minutes (
    shop_id BIGINT NOT NULL,
    client TEXT NOT NULL,                   -- key 7, staff 123456789
    minute BIGINT NOT NULL,                -- since 1970
    taken BIGINT NOT NULL,
    PRIMARY KEY (shop_id, client)
);

-- Answers to requests with an Idempotency-Key.
CREATE TABLE api_answers (
    shop_id BIGINT NOT NULL,
    client TEXT NOT NULL,                   -- as in api_minutes
    idempotency_key TEXT NOT NULL,
    digest TEXT NOT NULL,                   -- SHA-256 of the request
    status BIGINT NOT NULL,
    body TEXT NOT NULL,
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, client, idempotency_key)
);
CREATE INDEX api_answers_time ON api_answers (shop_id, answered_at);

-- What signs access tokens, and the public number of the shop in the APIs.
CREATE TABLE api_secrets (
    shop_id BIGINT NOT NULL REFERENCES shops,
    token_secret TEXT NOT NULL,
    tenant_key TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id)
);

-- The refresh token of each sign-in. It is used once, and the next one takes its place.
CREATE TABLE refresh_tokens (
    shop_id BIGINT NOT NULL,
    sign_in TEXT NOT NULL,                  -- SHA-256 of what all refresh tokens of the sign-in begin with
    digest TEXT NOT NULL,                   -- SHA-256 of the one that can be used
    telegram_id BIGINT,                    -- of a member of the staff
    key_id BIGINT,                         -- or of a key
    issued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, sign_in),
    FOREIGN KEY (shop_id, key_id) REFERENCES api_keys (shop_id, key_id),
    CHECK ((telegram_id IS NULL) <> (key_id IS NULL))
);
CREATE INDEX refresh_tokens_expiring ON refresh_tokens (shop_id, expires_at);
CREATE INDEX refresh_tokens_person ON refresh_tokens (shop_id, telegram_id) WHERE telegram_id IS NOT NULL;

-- One-time codes with which a member of the staff gets an access token.
CREATE TABLE login_codes (
    shop_id BIGINT NOT NULL,
    digest TEXT NOT NULL,                   -- SHA-256
    telegram_id BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    wrong_guesses BIGINT NOT NULL DEFAULT 0, -- codes of nobody that were tried in the shop since it was given
    PRIMARY KEY (shop_id, digest)
);

-- Where events are sent over HTTP. One that was removed stays as a row without its secrets, since a transaction may be writing a
-- delivery to it.
CREATE TABLE webhooks (
    shop_id BIGINT NOT NULL REFERENCES shops,
    webhook_id BIGINT NOT NULL,
    url TEXT NOT NULL,
    events TEXT NOT NULL,                   -- words with spaces between them
    secret TEXT NOT NULL,                   -- signs what is sent; empty in one that was removed
    old_secret TEXT,                        -- signs beside it for a while
    old_secret_ends_at BIGINT,
    created_at BIGINT NOT NULL,
    removed_at BIGINT,
    gone_at BIGINT,                         -- the receiver answered that it wants no more
    failures BIGINT NOT NULL DEFAULT 0,     -- in a row
    failing_since BIGINT,
    resume_at BIGINT,                       -- after failures: nothing is sent before this
    last_success_at BIGINT,
    last_failure_at BIGINT,
    last_failure TEXT,                      -- unknown_name, not_public, no_connection, no_answer, status_500
    loss_told_at BIGINT,                    -- when the owners were last told that events were given up
    PRIMARY KEY (shop_id, webhook_id)
);

-- Events that are still to be sent to webhooks, and those that were given up. One that arrived is deleted.
CREATE TABLE webhook_deliveries (
    shop_id BIGINT NOT NULL,
    webhook_id BIGINT NOT NULL,
    number BIGINT NOT NULL,                 -- of the event
    parcel_id BIGINT NOT NULL,              -- those of one parcel are sent in the order of their numbers
    message_id TEXT NOT NULL,               -- the same at each attempt
    body TEXT NOT NULL,                     -- the JSON that is sent; empty once it is given up
    created_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    first_tried_at BIGINT,
    due_at BIGINT NOT NULL,                 -- not sent before this
    given_up_at BIGINT,
    PRIMARY KEY (shop_id, webhook_id, number),
    FOREIGN KEY (shop_id, webhook_id) REFERENCES webhooks (shop_id, webhook_id)
);
CREATE INDEX webhook_deliveries_parcel ON webhook_deliveries (shop_id, webhook_id, parcel_id, number)
    WHERE given_up_at IS NULL;
CREATE INDEX webhook_deliveries_given_up ON webhook_deliveries (shop_id, given_up_at) WHERE given_up_at IS NOT NULL;

CREATE TABLE dialogues (
    shop_id BIGINT NOT NULL,
    telegram_id BIGINT NOT NULL,
    state TEXT NOT NULL,                    -- JSON of the bot's dialogue enum
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, telegram_id)
);

-- What people are told once, such as a complaint about an album, although several updates call for it.
CREATE TABLE told_once (
    shop_id BIGINT NOT NULL,
    telegram_id BIGINT NOT NULL,
    subject TEXT NOT NULL,                  -- what it is about: `album 12`, `edit 34`
    told_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, telegram_id, subject)
);
CREATE INDEX told_once_by_age ON told_once (shop_id, told_at);

-- What the owners were told to set right, until it is.
CREATE TABLE alarms (
    shop_id BIGINT NOT NULL,
    alarm TEXT NOT NULL,
    raised_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, alarm)
);

CREATE TABLE inbox (
    shop_id BIGINT NOT NULL,
    update_id BIGINT NOT NULL,
    lane BIGINT NOT NULL,                   -- the chat, else the person: updates of one lane run in order
    raw TEXT NOT NULL,                      -- the update as Telegram wrote it
    received_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    retry_at BIGINT,                        -- after a failure: not before this
    status TEXT NOT NULL,                   -- waiting, done, dead
    finished_at BIGINT,
    PRIMARY KEY (shop_id, update_id)
);
CREATE INDEX inbox_waiting ON inbox (shop_id, lane, update_id) WHERE status = 'waiting';
CREATE INDEX inbox_finished ON inbox (shop_id, finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE outbox (
    shop_id BIGINT NOT NULL,
    outbox_id BIGINT NOT NULL,
    chat_id BIGINT NOT NULL,
    number BIGINT NOT NULL,                 -- orders the messages of a chat; of two that are equal either may go first
    priority BIGINT NOT NULL,               -- 0 reply, 1 notice, 2 broadcast
    body TEXT NOT NULL,                     -- JSON of the bot's outgoing message enum
    created_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, outbox_id)
);
CREATE INDEX outbox_chat ON outbox (shop_id, chat_id, number);

-- On Citus the tables are distributed by shop, in the order of their making, beside `shops`. Foreign keys among them want one
-- connection to a worker at a time, and triggers a setting that allows them.
DO $$
DECLARE
    made TEXT;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
        RETURN;
    END IF;
    PERFORM set_config('citus.multi_shard_modify_mode', 'sequential', TRUE);
    PERFORM set_config('citus.enable_unsafe_triggers', 'on', TRUE);
    PERFORM create_distributed_table('shops', 'shop_id');
    FOREACH made IN ARRAY ARRAY[
        'id_counters', 'leader_leases', 'staff', 'customer_groups', 'group_rules', 'customers', 'customer_totals', 'shop_totals',
        'search_terms', 'sources', 'card_moves', 'operations', 'wallets', 'invoices',
        'invoice_lines', 'entries', 'lots', 'lot_uses', 'refunds', 'refund_lines', 'holds', 'card_codes',
        'card_code_guesses', 'consents', 'rejected_identities', 'promo_attempts', 'audit_log', 'coupons', 'invoice_coupons', 'parcels',
        'parcel_terms', 'parcel_events', 'parcel_totals', 'api_keys',
        'api_uses', 'api_addresses', 'api_minutes', 'api_answers', 'api_secrets', 'refresh_tokens', 'login_codes',
        'billing_settings', 'billing_numbers', 'bill_runs', 'kams', 'sales_profiles', 'packages', 'package_pricings',
        'entitlements', 'entitlement_details', 'utilities', 'utility_details', 'bills', 'bill_details', 'bill_payments',
        'bill_payment_details',
        'webhooks', 'webhook_deliveries', 'dialogues',
        'told_once', 'alarms', 'inbox', 'outbox'
    ] LOOP
        PERFORM create_distributed_table(CAST(made AS regclass), 'shop_id', colocate_with => 'shops');
    END LOOP;
END $$;
