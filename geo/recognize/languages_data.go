package recognize

// languages are told apart by their small words. The lists are written by hand.
var languages = []language{
	{"en", `the of and to in a is that for it with as was on be at by this had not are but from or have an they which one you were her all
she there would their we him been has when who will more no if out so said what up its about into than them can only other new some
could time these two may then do first any my now such like our over man me even most made after also did many before must through`,
		`in at near from to`},
	{"fr", `le la les des et est une dans que qui pour pas sur au aux avec ce cette son ses plus par sont ont été mais leur ou où nous vous il elle
ils deux selon après contre entre depuis sans être fait comme aussi même`, `à en au aux dans de vers depuis près du`},
	{"de", `der die das und ist nicht mit den von zu ein eine auf für sich des dem auch es an werden aus er hat dass sie nach wird bei einer um am sind noch
wie einem über so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei`, `in nach aus bei bis über um von im zwischen`},
	{"es", `el la los las de que y en un una por con no para es su al lo como más pero sus le ya o este sí porque esta entre cuando muy sin sobre también me
hasta hay donde quien desde todo nos durante todos uno les ni contra otros fue ha han según tras`, `en de a desde hacia hasta cerca`},
	{"pt", `o a os as de que e do da em um uma para com não por mais dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo
pela até isso ela entre depois sem mesmo aos ter seus quem nas me esse são segundo após`, `em no na nos nas de do da para até`},
	{"it", `il lo la i gli le di che e è un una per con non si da in del della dei delle nel nella sono ha al alla più come anche ma o se dal questo questa
essere stato hanno suo sua loro dopo tra contro secondo`, `a in da di nel nella verso`},
	{"nl", `de het een van en in is dat op te zijn met voor niet aan er om ook als dan maar bij of uit nog wel naar heeft hij door over ze worden werd deze
wordt geen tot haar meer hun zich onder tegen`, `in naar uit bij te van`},
	{"sv", `och i att det som en på är av för med till den har de inte om ett han men var jag sig från vi så kan när år säger under också efter eller nu sin där
vid mot skulle mellan`, `i från till vid mot`},
	{"da", `og i at det er en til af på som de med for den har ikke et han var der jeg om vi kan men fra så skal også efter blev hun ved over eller siger mod
være mellem`, `i fra til ved på`},
	{"no", `og i det er på som en til av for at med den har de ikke et han var jeg om vi kan men fra så skal også etter ble hun ved over eller sier mot være mellom`,
		`i fra til ved på`},
	{"fi", `ja on ei että oli se hän joka mutta myös kun ovat sen kuin tai ole mukaan ovat jo vain sekä niin olla hänen nyt jos mitä ovat joka`, ``},
	{"pl", `w i na z do się że nie to jest o po jak za od przez dla co ale są był było który która przy już oraz także jego jej być może czy ich tym tego
przed między według`, `w we z do na pod koło od`},
	{"cs", `a v se na je že s z do o k i to jako ve za by po pro ale podle jsou byl bylo které který však jeho při od nebo jen tak už také jsme ze`, `v ve z do u na`},
	{"sk", `a v sa na je že s z do o k i to ako vo za by po pre ale podľa sú bol bolo ktoré ktorý však jeho pri od alebo len tak už aj zo`, `v vo z do pri na`},
	{"hu", `a az és hogy nem is egy ez meg volt de csak már még mint ki el ha vagy szerint után pedig lehet azt ami között majd`, ``},
	{"ro", `și de la în a cu pe nu din că este care o un pentru mai au fost sau sunt dar după ce lui prin al ai ale între`, `în la din spre`},
	{"hr", `i je u se na da su za od s a koji što će ne to kao iz nije o ali bi koja do po nakon prema samo te`, `u na iz do kod`},
	{"tr", `ve bir bu da de için ile olarak olan çok daha ne gibi kadar sonra en var ama ya olduğu olduğunu tarafından göre ise her değil`, ``},
	{"id", `yang dan di dengan untuk dari ini pada itu tidak dalam akan ke juga adalah oleh telah ada karena mereka sebagai bisa atau kata saat`, `di ke dari`},
	{"vi", `và của là có các trong được cho không người với một những đã này để khi từ đến tại ông ở vào`, `ở tại từ đến`},
	{"sw", `ya na wa kwa ni katika za la kuwa hiyo alisema huo cha hii baada yake wake hao kutoka`, `katika kutoka`},
	{"ca", `el la els les de que i en un una per amb no és al ha com més però del dels són aquest aquesta també ser seva seu`, `a en de des`},
	{"ru", `и в не на что с по как это но из за к он она они был была было были его от для о же у так бы также или до после если который которые уже при году
сообщил заявил`, `в во из на под около от до к`},
	{"uk", `і в не на що з та як це але від за до він вона вони був була було були його для про у так також або після якщо який які вже при році є й`,
		`в у з на до під біля із від`},
	{"bg", `и в на не се че за да с от по е като са ще това или но до след който която при през един със`, `в във от на до край`},
	{"sr", `и је у се на да су за од са а који што ће не то као из није о али би која до по након према`, `у на из до код`},
	{"el", `και το να του η της με που την από για τα είναι των σε ο οι στο θα τη στην τον δεν τους στη ότι μια`, `στο στη στην από`},
	{"ar", `في من على إلى أن التي الذي عن مع هذا هذه كان كما قال بعد قد لا ما بين أو ذلك كانت لم حيث خلال`, `في من إلى مدينة محافظة قرب ولاية`},
	{"fa", `در به از که این را با است برای آن یک تا بر خود شده کرد هم های می شد گفت بود اما نیز وی`, `در از به شهر استان`},
	{"ps", `د په چې او له کې ته دي سره دا کړي وي يې شوي هم نه خو لپاره`, `په له ولایت ښار`},
	{"ur", `کے میں کی ہے اور سے کا کو نے پر کہ یہ ہیں اس کر بھی جو تھا نہیں تو ایک لیے گیا`, `میں سے شہر`},
	{"he", `של את על לא הוא זה עם כי היא גם אל או אם יש כל אך אחרי בין היה`, `ליד העיר`},
	{"hi", `के में की है और से का को ने पर कि यह हैं इस भी जो था नहीं तो एक लिए गया`, `में से शहर`},
}
