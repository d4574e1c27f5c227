package tagger

// senseWords are the words of each sense, in lower case.
var senseWords = []struct {
	sense sense
	words string
}{
	{senseRelation, `tie ties relation relations relationship relationships deal deals agreement agreements treaty pact accord talks negotiations summit
cooperation alliance alliances partnership partnerships war wars conflict dispute disputes tension tensions rivalry friendship sanction sanctions tariff
tariffs embargo pressure threat threats aid support assistance help permission approval independence resentment criticism demands demand warning response
recognition membership accession withdrawal policy policies stance position interest interests influence role commitment commitments
ally allies enemy enemies rival rivals partner partners neighbour neighbours neighbor neighbors diplomacy hostility complaint message letter
peace contacts contact security sovereignty consulate embassy mission delegation visit`},
	{senseAction, `sign signs signed agree agrees agreed impose imposes imposed invade invades invaded annex annexed ban bans banned block blocks blocked
join joins joined leave withdraw withdraws withdrew expel expels expelled recall recalled send sends sent supply supplies supplied sell sells sold buy buys
bought launch launches launched test tests tested fire fires fired attack attacks attacked bomb bombed strike strikes struck host hosts hosted support supports
supported back backs backed oppose opposes opposed help helps helped fund funds funded arm arms armed train trained win wins won lose loses lost beat beats
adopt adopts adopted pass passed approve approves approved reject rejects rejected refuse refuses refused vote votes voted recognize recognizes recognized
recognise recognised retaliate retaliated respond responds responded react negotiate negotiates negotiated push pushes pushed seek seeks sought urge urges urged
lift lifts lifted raise raises raised cut cuts develop develops developed violate violates violated breach break broke keep keeps export exports import imports
pursue pursues pursued make makes made take takes took give gives gave hold holds held play plays played lead leads led threaten threatens threatened
defend defends defended invest invests invested spend spends spent pay pays paid provide provides provided offer offers offered accept accepts accepted`},
	{senseStatement, `say says said tell tells told want wants wanted believe believes believed think thinks thought hope hopes hoped fear fears feared
deny denies denied claim claims claimed accuse accuses accused warn warns warned insist insists insisted call calls called condemn condemns condemned vow vows vowed
announce announces announced declare declares declared decide decides decided plan plans planned consider considers considered blame blames blamed
know knows knew pledge pledges pledged promise promises promised express expressed welcome welcomes welcomed criticize criticized criticise criticised regard regards
intend intends expect expects expected argue argues argued admit admits admitted regret like likes need needs needed try tries tried continue`},
	{senseGovernment, `government governments administration authorities authority president presidency minister ministers ministry parliament senate congress
cabinet regime leadership leader leaders chancellor premier king queen prince monarch court courts judge judges prosecutor prosecutors police army
military navy forces troops soldiers officials official officer officers diplomat diplomats ambassador envoy spokesman spokeswoman spokesperson law laws constitution
election elections vote voters politics politician politicians party parties state agency agencies intelligence commission council department lawmakers lawmaker senator senators
governor mayor legislature republican republicans democrat democrats foreign prime secretary bank embassy consulate mission team teams side federation federal`},
	{sensePeople, `people citizens citizen nationals national residents resident refugees refugee migrants migrant immigrants workers worker students student
teachers teacher farmers villagers investors investor businessman businessmen tourists journalist journalists man woman men women family families children
community communities population society couple girl boy youth players player coach fans actor actress singer writer artist scientist scientists researchers
company companies firm firms airline airlines newspaper media brand group groups rebels militants fighters culture language music food film cuisine literature
art history tradition traditions anthem flag passport star hero legend nation nations friend friends origin descent heritage`},
	{senseGround, `city cities town towns village villages capital province provinces district districts region regions area areas border borders coast
coastline soil territory territories land island islands mountains mountain river rivers lake desert sea waters airspace sky port ports airport airports
street streets road roads highway bridge building buildings home house houses hospital hospitals school schools university universities church churches mosque hotel
office offices site sites base bases camp camps prison prisons countryside suburb suburbs neighbourhood neighborhood county counties state states
jurisdiction jurisdictions continent mainland peninsula valley forest park beach climate weather winter summer air hub facility facilities factory factories plant plants farm
farms shore shores square station venue ground grounds outskirts centre center north south east west`},
	{senseMovement, `travel travels travelled traveled travelling traveling arrive arrives arrived arriving fly flies flew flown flying visit visits visited visiting live lives
lived living reside resides born raised die died dies move moves moved moving return returns returned returning flee flees fled fleeing enter enters entered entering cross crosses
crossed crossing tour toured touring stay stays stayed staying drive drove driving walk walked walking land landed landing sail sailed based located situated headquartered
held stationed deployed deploy came come comes go goes went going gone trip trips journey flight flights tour`},
	{senseEconomy, `economy economies economic market markets export exports import imports industry industries growth gdp production output trade
currency prices price jobs job manufacturing agriculture products product goods oil gas steel energy sector sectors investment investments tax taxes budget debt
wage wages unemployment inflation consumption demand supply capacity infrastructure pollution emissions`},
	{senseBetween, `against with between by towards toward versus vs v over for`},
	{senseLocation, `in at near outside inside across through throughout around into within from off along beyond above nearby via`},
	{senseSport, `win wins won lose loses lost beat beats defeat defeats defeated victory loss draw drew game games match matches season tournament final
finals semifinal semifinals score scored scoring goal goals points rebounds league cup championship coach squad title playoffs overtime innings batting quarterback
bulldogs tigers lions eagles wildcats`},
	{senseEvent, `attack attacks bombing bombings blast explosion earthquake quake flood floods storm hurricane fire fires crash shooting shootings killing killings
riot riots protest protests rally festival concert conference exhibition ceremony event events outbreak epidemic crisis war raid arrest accident incident murder death deaths
killed wounded injured found dead`},
}
