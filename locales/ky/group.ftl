## Кардарлардын топтору

group-joined-with-discount =
    ⭐ <b>Эми сиз «{ $name }» тобундасыз</b>
    Арзандатууңуз: <b>{ $percent }</b>
group-discount-from = Арзандатуу { $amount } баштап колдонулат.
group-joined = ⭐ <b>Эми сиз «{ $name }» тобундасыз</b>
group-left = Сиз эми «{ $name }» тобунда эмессиз. Сатып алганыңызга рахмат!
