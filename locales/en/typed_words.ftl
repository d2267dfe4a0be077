## What people type in place of a button or a command, all forms, with commas between

typed-yes = yes, y, yep, yeah, sure, right, correct, all correct, confirm, confirmed, ok, okay
typed-no = no, n, nope, wrong
typed-cancel = cancel, stop, abort
typed-done = done, ready, finish, finished, next, all, that’s all, that is all, end, continue, nothing else, total
typed-sale = sale, new sale, sell, sold, invoice, new invoice

## Screens of customers

typed-balance = balance, my balance, points, my points, bonus, bonuses, my bonuses, how many points
typed-card = card, my card, code, my code, qr, qr code, barcode
typed-history = history, my history, history of points, operations
typed-invoices = invoices, my invoices, receipts, my receipts, purchases, my purchases, orders, my orders
typed-bills = bills, my bills, pay a bill, pay my bill
typed-parcels = parcels, parcel, my parcels, my parcel, where is my parcel, tracking, delivery
typed-invite = invite, invite a friend, invite friends, friends, invitation, my link
typed-shop = shop, store, address, contacts, where are you, opening hours
typed-profile = profile, my profile, my details
typed-settings = settings, language, change the language
typed-help = help, help me, what can you do
typed-menu = menu, buttons

## Labels before the name and the phone number of a new customer

typed-name = name, customer, client, customer name
typed-phone = phone, tel, telephone, number, phone number, mobile, whatsapp
