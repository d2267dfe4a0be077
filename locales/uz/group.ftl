## Mijozlar guruhlari

group-joined-with-discount =
    ⭐ <b>Endi siz “{ $name }” guruhidasiz</b>
    Chegirmangiz: <b>{ $percent }</b>
group-discount-from = Chegirma { $amount } dan boshlab amal qiladi.
group-joined = ⭐ <b>Endi siz “{ $name }” guruhidasiz</b>
group-left = Siz endi “{ $name }” guruhida emassiz. Xaridlaringiz uchun rahmat!
