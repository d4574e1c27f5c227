// Which lines are drawn dashed, and which first-level areas count as which
// country's for that purpose. The data draws who holds the ground; the table says
// where that line is not an agreed border. The reasons are shown to nobody: they
// are here so that the table can be argued with.

/**
 * Areas that the data files under one country though their status is disputed.
 * They become units of their own, so that all their outer lines can be dashed.
 * Keyed by the area's ISO 3166-2 code, or by the data's own where that is shared.
 */
export const unitOf = {
  'UA-43': 'XCR', // Crimea: Ukraine's by General Assembly resolution 68/262, held by Russia since 2014
  'UA-40': 'XCR', // Sevastopol, likewise
  'GE-AB': 'XAB', // Abkhazia: Georgia's for nearly all states, outside its control since 1993
  'MD-SN': 'XTN', // Transnistria: Moldova's, outside its control since 1992; in the data it is in pieces
  'MD-CAM': 'XTN', // Camenca
  'MDA-1645': 'XTN', // Rîbnița, which the data calls Rezina as it does the district across the river
  'MD-GRI': 'XTN', // Grigoriopol
  'MD-BD': 'XTN', // Bender, Tiraspol and Slobozia
  'IN-JK': 'XJK', // Jammu and Kashmir under Indian administration
  'IN-LA': 'XJK', // Ladakh, likewise
  'PK-JK': 'XPK', // Azad Kashmir under Pakistani administration
  'PK-GB': 'XPK', // Gilgit-Baltistan, likewise
  'IN-AR': 'XAP', // Arunachal Pradesh: Indian administration, claimed by China
}

/** The country whose name, and whose first-level lines, a unit shares. */
export const homeOf = {
  KAB: 'KAZ', // Baikonur: Kazakhstan’s, on lease
  XCR: 'UKR', XAB: 'GEO', XTN: 'MDA', XJK: 'IND', XPK: 'PAK', XAP: 'IND',
}

/** Pairs of units whose common line is dashed, with the reason. */
export const disputed = [
  ['XCR', 'UKR', 'Crimea: the line of control since 2014, not a border for most states'],
  ['XAB', 'GEO', 'Abkhazia: administrative boundary line'],
  ['XAB', 'RUS', 'Abkhazia: Georgia’s border with Russia, not under Georgia’s control'],
  ['XTN', 'MDA', 'Transnistria: the security zone of the 1992 ceasefire'],
  ['XTN', 'UKR', 'Transnistria: Moldova’s border with Ukraine, not under Moldova’s control'],
  ['XJK', 'XPK', 'Kashmir: the Line of Control of 1972'],
  ['XJK', 'PAK', 'Kashmir: the working boundary between Jammu and Punjab'],
  ['XJK', 'CHN', 'Aksai Chin: the Line of Actual Control'],
  ['XPK', 'CHN', 'Shaksgam valley: the 1963 agreement, which India does not accept'],
  ['KAS', 'XJK', 'Siachen glacier: beyond the agreed end of the Line of Control'],
  ['KAS', 'XPK', 'Siachen glacier: the Actual Ground Position Line'],
  ['KAS', 'CHN', 'Siachen glacier: meets the Shaksgam valley'],
  ['XAP', 'CHN', 'Arunachal Pradesh: the McMahon line'],
  ['PSX', 'ISR', 'West Bank and Gaza: the armistice lines of 1949'],
  ['ISR', 'SYR', 'Golan Heights: the ceasefire line of 1974'],
  ['SAH', 'MAR', 'Western Sahara: a non-self-governing territory, mostly held by Morocco'],
  ['KOS', 'SRB', 'Kosovo: declared independent in 2008, not recognised by Serbia'],
  ['CYN', 'CYP', 'Northern Cyprus: the buffer zone of 1974'],
  ['CYN', 'ESB', 'Northern Cyprus: meets the sovereign base of Dhekelia'],
  ['SOL', 'SOM', 'Somaliland: declared independent in 1991, recognised by few'],
  ['SDN', 'SDS', 'Sudan and South Sudan: not demarcated, Abyei undecided'],
  ['EGY', 'SDN', 'Hala’ib triangle and Bir Tawil', ['EG-BA', 'SD-RS']],
  ['KEN', 'SDS', 'Ilemi triangle'],
  ['PRK', 'KOR', 'Korea: the military demarcation line of 1953'],
]

/** First-level areas that are part of another: no line between them, one label. */
export const merged = {
  'PK-TA': 'PK-KP', // Federally Administered Tribal Areas, into Khyber Pakhtunkhwa in 2018
  '-99-X05~': 'KZ-KZY', // Baikonur, on lease, stands in Kyzylorda
  'MD-CAM': 'MD-SN', // pieces of Transnistria
  'MDA-1645': 'MD-SN',
  'MD-GRI': 'MD-SN',
  'MD-BD': 'MD-SN',
}

/**
 * Countries whose areas in the data are second-level, with the property that names
 * their first level: the lines between those are drawn early, the others late.
 */
export const groupedBy = {
  FRA: 'region', ITA: 'region', ESP: 'region', GBR: 'geonunit', BEL: 'region', IRL: 'region',
  PHL: 'region', UGA: 'region', SVN: 'region', LVA: 'region', AZE: 'region', PRT: 'region', MLT: 'region',
}
