## What people type in place of a button or a command, all forms, with commas between

typed-yes = ha, xa, to‘g‘ri, hammasi to‘g‘ri, tasdiqlash, tasdiqlayman, mayli, bo‘ladi, xo‘p, ok
typed-no = yo‘q, noto‘g‘ri, kerak emas
typed-cancel = bekor qilish, bekor qil, bekor, to‘xtatish, to‘xtat, to‘xta
typed-done = tayyor, bo‘ldi, tamom, hammasi, shu, keyingi, davom etish, hammasi shu
typed-sale = sotuv, yangi sotuv, sotish, sotdim, sotildi, savdo, yuk xati, yangi yuk xati

## Screens of customers

typed-balance = balans, balansim, ball, ballar, ballim, ballarim, mening ballarim, bonus, bonuslar, bonuslarim, qancha ball, qancha ballim bor
typed-card = karta, kartam, mening kartam, kod, kodim, mening kodim
typed-history = tarix, ballar tarixi, tarixim
typed-invoices = yuk xatlari, cheklar, cheklarim, xaridlar, xaridlarim
typed-bills = hisoblar, hisoblarim, mening hisoblarim, hisobni to‘lash
typed-parcels = posilkalar, posilka, posilkalarim, posilkam, mening posilkalarim, posilkam qayerda, jo‘natma, jo‘natmalarim
typed-invite = taklif qilish, do‘st taklif qilish, do‘stlar, havolam
typed-shop = do‘kon, manzil, aloqa, ish vaqti
typed-profile = profil, profilim, ma’lumotlarim, mening ma’lumotlarim
typed-settings = sozlamalar, til, tilni o‘zgartirish
typed-help = yordam, yordam ber, yordam bering
typed-menu = menyu, tugmalar

## Labels before the name and the phone number of a new customer

typed-name = ism, ismi, ism sharifi, mijoz
typed-phone = telefon, telefoni, raqam, raqami, telefon raqami
