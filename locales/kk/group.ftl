## Клиенттер топтары

group-joined-with-discount =
    ⭐ <b>Енді сіз «{ $name }» тобындасыз</b>
    Жеңілдігіңіз: <b>{ $percent }</b>
group-discount-from = Жеңілдік { $amount } бастап қолданылады.
group-joined = ⭐ <b>Енді сіз «{ $name }» тобындасыз</b>
group-left = Сіз енді «{ $name }» тобында емессіз. Сатып алғаныңызға рахмет!
