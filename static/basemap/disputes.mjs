// Disputed borders, which are drawn dashed, and the admin-1 areas whose status is disputed. The data has the borders of actual control;
// these tables list where they are not agreed borders. The reasons are not displayed: they document the tables.

/**
 * The units of areas that the data assigns to a country although their status is disputed, by ISO 3166-2 code, or by the data's own code
 * where that is not unique. All outer borders of a unit can be dashed.
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

/** The country with which a unit shares its name and its admin-1 borders. */
export const homeOf = {
  KAB: 'KAZ', // Baikonur: Kazakhstan’s, on lease
  XCR: 'UKR',
  XAB: 'GEO',
  XTN: 'MDA',
  XJK: 'IND',
  XPK: 'PAK',
  XAP: 'IND',
}

/** Pairs of units whose common border is dashed, with the reason. */
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
  ['KOS', 'SRB', 'Kosovo: declared independent in 2008, not recognized by Serbia'],
  ['CYN', 'CYP', 'Northern Cyprus: the buffer zone of 1974'],
  ['CYN', 'ESB', 'Northern Cyprus: meets the sovereign base of Dhekelia'],
  ['SOL', 'SOM', 'Somaliland: declared independent in 1991, recognized by few'],
  ['SDN', 'SDS', 'Sudan and South Sudan: not demarcated, Abyei undecided'],
  ['EGY', 'SDN', 'Hala’ib triangle and Bir Tawil', ['EG-BA', 'SD-RS']],
  ['KEN', 'SDS', 'Ilemi triangle'],
  ['PRK', 'KOR', 'Korea: the military demarcation line of 1953'],
]

/** Admin-1 areas that belong to another one: they have no border between them, and one label. */
export const merged = {
  'PK-TA': 'PK-KP', // Federally Administered Tribal Areas, into Khyber Pakhtunkhwa in 2018
  '-99-X05~': 'KZ-KZY', // Baikonur, leased to Russia, is in Kyzylorda
  'MD-CAM': 'MD-SN', // pieces of Transnistria
  'MDA-1645': 'MD-SN',
  'MD-GRI': 'MD-SN',
  'MD-BD': 'MD-SN',
}

/**
 * Countries whose areas in the data are admin-2, with the property that has their admin-1 area: borders between those appear at low
 * zooms, the others at high zooms.
 */
export const groupedBy = {
  FRA: 'region',
  ITA: 'region',
  ESP: 'region',
  GBR: 'geonunit',
  BEL: 'region',
  IRL: 'region',
  PHL: 'region',
  UGA: 'region',
  SVN: 'region',
  LVA: 'region',
  AZE: 'region',
  PRT: 'region',
  MLT: 'region',
}
