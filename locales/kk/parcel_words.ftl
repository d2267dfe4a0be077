## Қызметкерлер сәлемдеме күйін жазатын сөздер және файлдарындағы баған атаулары; үтір арқылы

parcel-words-pending = күтілуде, күтудеміз, күтеміз
parcel-words-in-transit = жолда, жіберілді, жолға шықты
parcel-words-delivered = келді, жетті, келіп жетті, дүкенде
parcel-words-issued = берілді, тапсырылды
parcel-words-cancelled = бас тартылды, болдырылмады
parcel-words-column-number = нөмір, нөмірі, сәлемдеме, сәлемдеме нөмірі, трек нөмірі
parcel-words-column-status = күй, күйі, жаңа күй, мәртебе, мәртебесі
parcel-words-kilogram = кг, келі, килограмм
parcel-words-gram = г, гр, грамм
parcel-words-piece = дана
