## Кызматкерлер посылканын абалын жазган сөздөр жана файлдарындагы мамычалардын аттары; үтүр менен

parcel-words-pending = күтүлүүдө, күтүп жатабыз, күтөбүз
parcel-words-in-transit = жолдо, жөнөтүлдү, жолго чыкты
parcel-words-delivered = келди, жетти, келип жетти, дүкөндө
parcel-words-issued = берилди, тапшырылды
parcel-words-cancelled = жокко чыгарылды, баш тартылды
parcel-words-column-number = номер, номери, посылка, посылканын номери, трек номери
parcel-words-column-status = абал, абалы, жаңы абал, статусу
parcel-words-kilogram = кг, килограмм
parcel-words-gram = г, гр, грамм
parcel-words-piece = даана
