## Answers of the API: why a row of a list of clients is not accepted

client-import-other-values = The row has more cells than the first row has names: a separator inside a value, perhaps. Put the value in double quotes.
client-import-nobody = There is neither a client code nor a phone number.
client-import-bad-code = client_code: this is not a code. It has letters or digits, at most 64 characters in all; keep long numbers as text in a spreadsheet.
client-import-bad-phone = phone: this is not a phone number that the shop takes. Write it with a plus and the country code, as text in a spreadsheet.
client-import-unclear-phone = phone: several countries have such a number. Write it with a plus and the country code.
client-import-bad-email = email: this is not an e-mail address.
client-import-long-name = A name is longer than { $most } characters.
client-import-repeated-code = A row above has this code already.
client-import-repeated-phone = A row above has this phone number already.
client-import-repeated-client = A row above is about this client already.
client-import-phone-of-another = The code belongs to one client, the phone number to another.
client-import-other-phone = The client with this code has another phone number. An import does not change it: a card is claimed by it.
client-import-phone-from-chat = The client with this code uses Telegram and tells the bot the phone number.
client-import-other-code = The client with this phone number has another code: { $code }.
