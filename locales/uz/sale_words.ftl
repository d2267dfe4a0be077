## Words that staff type in an invoice of one message, all forms, with commas between

words-points = bonus, bonuslar, bonusni, bonuslarni, bonus bilan, bonuslar bilan, ball, ballar, ballni, ballarni, ball bilan, ballar bilan, баллар, бонуслар, балл билан, keshbek, keshbeklar, keshbekdan, keshbek bilan, кешбек, кэшбэк, bonusdan, bonuslardan, balldan, ballardan, баллардан, бонусдан, upay, upaylar, upaydan, ballning, ballarning, bonusning
words-referral = referal, referallar, do‘stlar, do‘stlar uchun, do‘st uchun, do‘stlar uchun ball, do‘stlar uchun ballar, do‘stlar uchun ball bilan, do‘stlar uchun ballar bilan, дўстлар, дўстлар учун
words-no-points = ballsiz, bonussiz, баллсиз, ballarsiz, balsiz, ball ishlatma, ballni ishlatma, ballarni ishlatma, ball ishlatmang, ballni ishlatmang, ballarni ishlatmang, ball ishlatilmasin, bonus ishlatma, bonusni ishlatma, bonus ishlatmang, bonusni ishlatmang, ball yechma, ballni yechma, ball yechmang, ballni yechmang, bonus yechma, bonusni yechma, bonus yechmang, ball kerak emas, bonus kerak emas, ball yo‘q, bonus yo‘q, ballga tegma, ballarga tegma, балл ишлатма, балсиз
words-spend = yechish, yech, yeching, yechib olish, hisobdan chiqarish, ечиш, sarflash, sarfla, ishlat, ishlatish, ishlating, ishlatamiz, ишлат
words-pay = to‘lash, to‘la, to‘lov, olish, тўлов
words-all = hammasi, hammasini, barchasi, barchasini, to‘liq, ҳаммаси, hamma, barcha, ҳамма, барча
words-debt = qarz, qarzga, qarzga yozish, qolgani qarzga, қарз, қарзга, nasiya, nasiyaga, кредитга, насия, насияга
words-no-debt = qarzsiz, qarzga emas, qarz emas, qarz yo‘q, nasiyasiz, nasiyaga emas, қарзсиз, қарзга эмас
words-rest = qolgani, qolganini, qolganlari, qolganlarini, qolganiga, qolgan summa, qolgan summasi, qolgan summani, qolgan qismi, qolgan qismini, qolgan pul, qolgan pulni, qoldiq, qoldig‘i, qoldig‘ini, қолгани, қолганини, колгани, колганини, qolgani esa, qolganini esa
words-discount = chegirma, chegirma bilan, skidka, чегирма, kupon, vaucher
words-return = qaytarish, qaytarildi, qaytardi, қайтариш
words-total = jami, umumiy, yig‘indi, summasi, summa, jami summa, to‘lash kerak, жами, hammasi, hammasi bo‘lib, ҳаммаси, birga, sizdan, бирга
words-sum-of = summaga
words-receipt = qo‘shiladi, qo‘shildi, mijoz balansi, qqs, soliq, qoldiq, balans
words-payment = to‘landi, naqd, naqd pul, naqdga, karta, karta bilan, kartadan, plastik, plastik karta, plastikdan, click, payme, uzum, uzcard, humo, o‘tkazma, o‘tkazish, terminal, terminal bilan, sovg‘a kartasi, sertifikat, нақд, пластик, visa, uzum bank, виза
words-paid-part = qaytim, avans, oldindan to‘lov, bo‘nak, қайтим, berildi, berdi, olindi, qarzni to‘lash
words-quantity = soni, miqdori, dona, сони
words-header = nomi, mahsulot, tovar, tovarlar, narxi, narx, summasi, summa, birligi, o‘lchov birligi, raqami
words-code = kod, kodi, mijoz, mijoz kodi, karta, karta raqami, raqam, raqami, tel, telefon, telefoni, promo
words-for = uchun, mijozga, mijozi uchun, mijoz uchun, учун
words-each = narxi, dan
words-apiece = dan, har biri, bittasi, donasi, дан, so‘mdan, сўмдан, сумдан
words-altogether = uchun
words-unit = dona, ta, quti, pachka, shisha, juft, qop, rulon, дона, та
words-measure = kg, l, m, t, kilogramm, kilo, litr, metr, tonna, кило, кг
words-small = g, gr, gramm, ml, sm, mm
words-and = va, ва
words-thousand = ming, минг
words-million = mln, million, млн
words-count = 2 ikki, 3 uch, 4 to‘rt, 5 besh, 6 olti, 7 yetti, 8 sakkiz, 9 to‘qqiz, 10 o‘n, 2 икки, 3 уч, 4 тўрт, 5 беш, 6 олти, 7 етти, 8 саккиз, 9 тўққиз, 10 ўн, 0.5 yarim, 0.5 ярим
words-collective = 2 ikkalasi, 3 uchalasi, 4 to‘rtalasi, 5 beshalasi, 2 ikkovi, 2 иккаласи, 3 учаласи

## A sale without the names of goods

sum-name = Xarid
