## Xodimlar posilka holatini yozadigan so‘zlar va fayllaridagi ustun nomlari; vergul bilan

parcel-words-pending = kutilmoqda, kutyapmiz, kutilyapti
parcel-words-in-transit = yo‘lda, jo‘natildi, yo‘lga chiqdi
parcel-words-delivered = yetib keldi, keldi, do‘konda, omborda
parcel-words-issued = berildi, topshirildi
parcel-words-cancelled = bekor qilindi, bekor
parcel-words-column-number = raqam, raqami, posilka, posilka raqami, trek, trek raqami
parcel-words-column-status = holat, holati, yangi holat, status, statusi
parcel-words-kilogram = kg, kilo, kilogramm
parcel-words-gram = g, gr, gramm
parcel-words-piece = dona, ta
