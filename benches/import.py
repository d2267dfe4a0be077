#!/usr/bin/env python3
"""The plain way to import a dump, to compare with: json.load, then sqlite3.executemany into Kopilka's own tables.

    import.py DUMP DATABASE

Writes the same rows as `kopilka import` of a dump without faults, in one transaction, but checks next to nothing: it keeps no
digests and no original spellings.
"""
import json
import re
import sqlite3
import sys
from datetime import datetime
from pathlib import Path

SHOP = 7_000_000_001
SCHEMA = Path(__file__).parent.parent / "migrations" / "sqlite"
BOOKS = (("history", "bonuses", "main", 1), ("referral_bonus_history", "referral_bonuses", "referral", 1),
         ("debt_history", "debts", "money", -1))
NUMBER = re.compile(r"#(\w+)$")


def minor(amount):
    return round(amount * 100)


def micros(text):
    moment = datetime.fromisoformat(text)
    return round(moment.timestamp() * 1_000_000), int(moment.utcoffset().total_seconds())


def fold(text):
    return " ".join((text or "").lower().replace("ё", "е").split())


def search_terms(record):
    first, last, username = fold(record["first_name"]), fold(record["last_name"]), fold(record["username"])
    full = fold(f"{first} {last}")
    words = full.split(" ")
    terms = {" ".join(words[start:]) for start in range(len(words))} | {fold(f"{last} {first}"), username}
    return terms - {""}


def kind(book, entry, sign):
    text = entry["description"]
    if book == "money":
        return "debt" if sign < 0 else "repayment"
    if text.startswith("Бонус с накладной"):
        return "earn"
    if text.startswith("Оплата по накладной"):
        return "redeem"
    if text.startswith("Бонус за промокод"):
        return "promo_bonus"
    if text.startswith("Бонус от друга"):
        return "referral_reward"
    return "manual"


def insert(database, table, columns, rows):
    places = ", ".join("?" * len(columns.split(",")))
    database.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        dump = json.load(file)
    database = sqlite3.connect(sys.argv[2])
    for migration in sorted(SCHEMA.glob("*.sql")):
        database.executescript(migration.read_text(encoding="utf-8"))
    organization, settings = dump.pop("organization_details"), dump.pop("bonus_program_settings")
    insert(database, "shops",
           "shop_id, name, phone_numbers, address, whatsapp_link, telegram_link, invoice_bonus_bp, referral_promo_bonus_minor,"
           "referrer_first_purchase_bp, earn_rule, max_redeem_bp, min_redeem_minor, created_at",
           [(SHOP, organization["name"], json.dumps(organization["phone_numbers"]), organization["address"],
             organization["whatsapp_link"], organization["telegram_link"], minor(settings["invoice_bonus_percentage"]),
             minor(settings["referral_promo_bonus"]), minor(settings["referrer_first_purchase_percentage"]), "unless_redeemed",
             10_000, 0, 0)])
    ids = {code: customer_id for customer_id, code in enumerate(dump, 1)}
    customers, terms, invoices, lines, wallets, entries, lots = [], [], [], [], [], [], []
    numbers = set()
    for code, record in dump.items():
        customer = ids[code]
        visited = round(record["visited_at"] * 1_000_000)
        joined = visited
        terms += [(SHOP, term, customer) for term in search_terms(record)]
        own = {}
        for invoice in record["invoices"]:
            invoice_id = len(invoices) + 1
            own[invoice["invoice_id"]] = invoice_id
            number = invoice["invoice_id"]
            while number in numbers:
                number = f"{(int(number, 16) + 1) % (1 << 32):08X}"
            numbers.add(number)
            issued, offset = micros(invoice["date"])
            joined = min(joined, issued)
            redeemed = minor(invoice.get("bonuses_deducted", 0))
            invoices.append([SHOP, invoice_id, customer, number, minor(invoice["total_amount"]), redeemed,
                             invoice.get("bonus_source_used") or ("main" if redeemed else None), 0, 0, 0, issued, offset])
            lines += [(SHOP, invoice_id, position, item["product_name"], round(item["quantity"] * 1000), minor(item["unit_price"]),
                       minor(item["item_total"])) for position, item in enumerate(invoice["items"], 1)]
        for history, balance, wallet, sign in BOOKS:
            running, earned = 0, None
            for entry in record[history]:
                amount = sign * minor(entry["amount"]) * (1 if entry["type"] == "accrual" else -1)
                running += amount
                found = NUMBER.search(entry["description"])
                invoice_id = own.get(found[1]) if found else None
                entered, offset = micros(entry["date"])
                joined = min(joined, entered)
                what = kind(wallet, entry, amount)
                note = entry["description"][len("Бонус от друга "):] if what == "referral_reward" else ""
                entries.append((SHOP, len(entries) + 1, customer, wallet, what, amount, running, invoice_id, "import:python", note,
                                entered, offset))
                if amount > 0:
                    earned = len(entries)
                if what == "earn" and invoice_id:
                    invoices[invoice_id - 1][8] += amount
            if record[history]:
                total = sign * minor(record[balance])
                wallets.append((SHOP, customer, wallet, total))
                if wallet != "money" and total > 0:
                    lots.append((SHOP, len(lots) + 1, customer, wallet, earned, total, total))
        customers.append((SHOP, customer, code, record["telegram_id"], record["first_name"], record["last_name"],
                          record["username"], record["photo_url"], record["is_premium"], record["phone_number"],
                          ids.get(record["referred_by"]), joined if record["referred_by"] else None,
                          record["has_made_first_purchase"], record["has_been_welcomed"], joined, visited))
    insert(database, "customers",
           "shop_id, customer_id, code, telegram_id, first_name, last_name, username, photo_url, is_premium, phone, referrer_id,"
           "referred_at, has_purchased, was_welcomed, joined_at, visited_at", customers)
    insert(database, "search_terms", "shop_id, term, customer_id", terms)
    insert(database, "invoices",
           "shop_id, invoice_id, customer_id, number, total_minor, redeemed_minor, redeemed_from, debt_minor, earned_minor,"
           "reward_minor, issued_at, utc_offset_s", invoices)
    insert(database, "invoice_lines", "shop_id, invoice_id, position, name, quantity_milli, unit_price_minor, total_minor", lines)
    insert(database, "wallets", "shop_id, customer_id, wallet, balance_minor", wallets)
    insert(database, "entries",
           "shop_id, entry_id, customer_id, wallet, kind, amount_minor, balance_after_minor, invoice_id, operation_id, note,"
           "entered_at, utc_offset_s", entries)
    insert(database, "lots", "shop_id, lot_id, customer_id, wallet, entry_id, amount_minor, remaining_minor", lots)
    database.commit()
    database.close()


main()
