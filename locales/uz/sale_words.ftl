## Words that staff type in an invoice of one message, all forms, with commas between

words-points = bonus, bonuslar, bonusni, bonuslarni, bonus bilan, bonuslar bilan, ball, ballar, ballni, ballarni, ball bilan, ballar bilan, баллар, бонуслар, балл билан
words-referral = referal, referallar, do‘stlar, do‘stlar uchun, do‘st uchun, do‘stlar uchun ball, do‘stlar uchun ballar, do‘stlar uchun ball bilan, do‘stlar uchun ballar bilan, дўстлар, дўстлар учун
words-spend = yechish, yech, yeching, yechib olish, hisobdan chiqarish, ечиш, sarflash, sarfla
words-pay = to‘lash, to‘la, to‘lov, olish, тўлов
words-all = hammasi, hammasini, barchasi, barchasini, to‘liq, ҳаммаси
words-debt = qarz, qarzga, qarzga yozish, qolgani qarzga, қарз, қарзга
words-discount = chegirma, chegirma bilan, skidka, чегирма
words-total = jami, umumiy, yig‘indi, summasi, to‘lash kerak, to‘landi, qo‘shiladi, qo‘shildi, mijoz balansi, жами
words-code = kod, kodi, mijoz, mijoz kodi, karta, karta raqami, raqam, raqami
words-each = narxi, dan
words-altogether = uchun
words-unit = dona, ta, quti, pachka, shisha, juft, qop, rulon, дона, та
words-measure = kg, l, m, t, kilogramm, kilo, litr, metr, tonna
words-small = g, gr, gramm, ml, sm, mm
words-and = va, ва

## A sale without the names of goods

sum-name = Xarid
