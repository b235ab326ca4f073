import { list } from "./list.ts";

/** Words of common passwords. Written for this list; lower case, as passwords are looked up. */

/** Most common words, in several languages. These get every ending. */
export const FAVOURITES = list(`
  password passwort passwd pass passw0rd pa55word motdepasse contrasena contraseña senha parola haslo heslo wachtwoord
  salasana losenord lozinka sifre parool slaptazodis jelszo
  welcome willkommen bienvenue bienvenido benvenuto hello hallo bonjour buenosdias hola ciao salut hey
  letmein letmeinnow openup opensesame sesame changeme changeit changethis changepassword newpassword
  mypassword yourpassword nopassword thepassword userpassword adminpassword defaultpassword
  admin administrator administrador administrateur sysadmin superadmin superuser root toor user username guest test
  tester testing testuser demo default temp temporary system server login logon signin master manager owner support
  secret topsecret geheim secreto segredo segreto private access unlock enter entrance security secure safety verify
  qwerty qwertz azerty asdf zxcv qwer wasd abc abcd abcde abcdef abcdefg abcdefgh abc123 a1b2c3 a1b2c3d4 q1w2e3r4
  iloveyou iloveu ilove loveyou lovely love loveme lovelove iloveme iloveher ilovehim ihateyou tequiero teamo jetaime
  ichliebedich woaini woaini1314 5201314 1314520 tiamo amor amore liebe schatz prince princess princesse princesa
  queen king angel angelo baby babygirl
  honey sweetheart sweetie darling beautiful pretty cutie
  dragon monkey shadow sunshine superman batman spiderman ironman hunter ranger killer soldier warrior ninja samurai
  football soccer baseball basketball hockey tennis golf rugby cricket volleyball fussball futbol calcio
  master magic wizard merlin mystic phoenix matrix trustno trustnoone freedom liberty justice victory champion winner
  starwars startrek pokemon pikachu minecraft fortnite roblox mario zelda sonic halo doom warcraft naruto goku sasuke
  computer internet windows microsoft google facebook instagram whatsapp youtube twitter linkedin amazon apple iphone
  samsung android linux ubuntu oracle cisco network wireless cloudflare worker database docker github gitlab
  summer winter spring autumn sommer ete hiver verano invierno estate inverno herbst
  january february march april june july august september october november december
  monday tuesday wednesday thursday friday saturday sunday
  money dollar bitcoin crypto diamond golden silver platinum lucky fortune rich
  whatever nothing something anything everything forever forgot forget remember idontknow dontknow
  chocolate cookie coffee pepper ginger banana cherry orange peanut butter cheese vanilla
  rainbow flower butterfly sunflower moonlight starlight twilight midnight daylight
  charlie jordan michael daniel thomas jessica ashley andrew joshua matthew
`);

/** Names and other frequent words. These get the most common endings. */
export const OTHERS = list(`
  aaron abigail adam adrian aidan alan albert alejandro alessandro alex alexander alexandra alexandre alexis alfred
  alice alicia alina alison amanda amber amelia amy ana anastasia andrea andreas andrei andres angela angelina anita
  anna annabelle anne annette anthony antonia antonio archie arianna arthur ashton audrey austin ava barbara bastian
  beatrice benjamin bernard bernardo beth bianca blake bradley brandon brenda brian brianna brittany brooke bruno
  bryan caitlin caleb callum cameron camila camille candice carina carl carla carlos carmen carol carolina caroline
  casey catarina catherine cecilia celine chantal charles charlotte chelsea cheryl chloe chris christian christina
  christine christopher cindy claire clara claudia clement clinton colin connor corey courtney craig cristian cristina
  crystal curtis cynthia dakota damian dana danielle danny darren david dawn deborah debbie denise dennis derek diana
  diego dieter dimitri dominic dominik donald donna dorothy douglas duncan dustin dylan eduardo edward elaine eleanor
  elena elias elisabeth elizabeth ella ellen emanuel emilia emily emma enrique eric erica erik erika ernesto esteban
  ethan eugene evelyn fabian fabio federico felicia felipe felix fernanda fernando fiona florian frances francesca
  francesco francis francisco frank franziska frederic frederick friedrich gabriel gabriela gareth gary gavin gemma
  geoffrey george georgia gerald gerard gianluca gilbert giorgio giovanni giulia giuseppe gloria gordon grace graham
  gregory guillaume gustavo hannah harold harriet harrison harry heather heidi heinrich helen helena henry herbert
  hermann holly howard hugo ian ignacio imogen ingrid irene isaac isabel isabella ivan jack jackson jacob jacqueline
  jaime jake james jamie jan jane janet janice jasmin jasmine jason javier jeffrey jenna jennifer jeremy jerome
  jesse jesus jill joan joanna joaquin jochen joel johanna johannes john johnny jonas jonathan jorge jose josef joseph
  josephine juan judith julia julian juliana julie juliette julien justin karen karin karl katarina kate katharina
  katherine kathleen kathryn katie kayla keith kelly kenneth kerstin kevin kimberly kirsten klaus konstantin kristen
  kristina kristin krystal kyle lara larry laura lauren laurence lawrence leah leon leonard leonardo leonie leslie
  lewis liam lilian lily linda lindsay lindsey lisa logan lorena lorenzo louis louise luca lucas lucia luciana
  lucy luis luisa lukas luke lydia madeleine madison manuel manuela marc marcel marcelo marco marcos marcus margaret
  maria mariana marianne marie marina mario marion marissa mark marlene martha martin martina marvin mary mason
  mathias mathilde mathis mathieu matteo mauricio maurice max maxime maximilian maxwell megan melanie melissa mercedes
  mia michaela michel michele michelle miguel mike mikhail milena miranda miriam mitchell mohamed mohammed mohammad
  molly monica monika morgan muhammad nadia nadine nancy naomi natalia natalie natasha nathan nathalie nathaniel neil
  nelson nicholas nick nicola nicolas nicole nikita nikolai nina noah noel nora norbert norman oleg olga oliver olivia
  olivier omar oscar owen pablo pamela paola paolo pascal patricia patrick paul paula paulina pauline pedro penelope
  peter philip philipp philippe phillip pierre preston priscilla quentin rachel rafael rainer ralph ramon raphael
  raymond rebecca regina reinhard renata rene ricardo riccardo richard rick robert roberta roberto robin rodrigo
  roger roland roman romain ronald rosa rose rosemary roxanne ruben russell ruth ryan sabine sabrina salvador sam
  samantha samuel sandra santiago sara sarah sascha savannah scarlett scott sean sebastian sergei sergey sergio shane
  shannon sharon shaun sheila shelby shirley sierra silvia simon simone sofia sonia sophia sophie spencer stacey
  stefan stefanie stella stephan stephanie stephen steven stewart stuart summer susan susanne suzanne svetlana sven
  sydney sylvia tamara tania tanja tanya tatiana taylor teresa theodore theresa thomas tiffany timothy tina tobias
  todd tony tracy travis trevor tristan tyler ulrich ursula valentina valentin valeria valerie vanessa vera veronica
  victor victoria viktor viktoria vincent viola violet virginia vivian vladimir walter wanda wayne wendy werner wesley
  whitney william wolfgang xavier yannick yasmin yolanda yvonne zachary zoe
  london paris berlin madrid barcelona roma milano napoli torino lisboa porto vienna wien hamburg muenchen munich koeln
  cologne frankfurt stuttgart dresden amsterdam rotterdam brussels zurich geneva dublin edinburgh glasgow manchester
  liverpool birmingham newcastle sheffield bristol oxford cambridge moscow moskva kiev warsaw warszawa prague praha
  budapest athens istanbul ankara cairo lagos nairobi johannesburg dubai mumbai delhi bangalore beijing shanghai
  hongkong singapore bangkok jakarta manila tokyo osaka kyoto seoul sydney melbourne brisbane auckland toronto montreal
  vancouver newyork brooklyn manhattan boston chicago detroit dallas houston austin denver seattle portland lasvegas
  losangeles sandiego sanfrancisco california florida texas miami orlando atlanta nashville memphis phoenix hawaii
  alaska mexico havana bogota lima santiago buenosaires saopaulo riodejaneiro brasilia
  america england scotland ireland wales britain france germany deutschland austria switzerland schweiz italy italia
  spain espana portugal holland nederland belgium denmark sweden sverige norway norge finland suomi poland polska
  russia ukraine greece turkey turkiye egypt africa nigeria kenya india pakistan bangladesh china japan korea vietnam
  thailand indonesia malaysia philippines australia newzealand canada brazil brasil argentina colombia venezuela chile
  arsenal chelsea everton tottenham westham realmadrid atletico juventus internazionale acmilan bayern dortmund schalke
  benfica sporting galatasaray fenerbahce besiktas celtic rangers steelers cowboys packers patriots eagles broncos
  raiders giants dolphins lakers celtics bulls warriors yankees redsox dodgers cubs ronaldo messi neymar maradona
  mercedes porsche ferrari lamborghini mustang corvette camaro cadillac chevrolet toyota honda nissan mazda subaru
  suzuki yamaha kawasaki ducati harley harleydavidson audi volkswagen renault peugeot citroen volvo jaguar bentley
  metallica nirvana slipknot linkinpark greenday blink182 eminem tupac rihanna beyonce shakira madonna michaeljackson
  coldplay radiohead pinkfloyd ledzeppelin ironmaiden acdc rammstein rockstar rocknroll guitar music hiphop techno
  harrypotter hogwarts gryffindor slytherin dumbledore voldemort gandalf aragorn legolas frodo hobbit skywalker
  darthvader chewbacca yoda spock enterprise terminator predator godzilla hulk wolverine deadpool avengers captain
  americanidol simpsons homer bart southpark cartman scooby scoobydoo tigger winnie snoopy garfield mickey mickeymouse
  minnie donald goofy nemo simba tinkerbell cinderella hellokitty barbie spongebob jamesbond bond007 sherlock
  tiger lion panther leopard jaguar cheetah wolf coyote bear panda koala kangaroo elephant giraffe zebra horse pony
  unicorn dolphin shark whale turtle spider scorpion cobra viper python snake eagle falcon hawk raven penguin parrot
  rabbit bunny hamster mouse kitty kitten cat puppy doggy dog fluffy buddy bailey bella cooper daisy lucky max rocky
  sadie shadow toby zeus apollo athena hercules odin thor loki mercury venus mars jupiter saturn neptune pluto galaxy
  ocean river mountain forest island beach desert storm thunder lightning hurricane tornado volcano fire water earth
  black white purple green yellow blue red pink violet scarlet crimson turquoise
  happy crazy sexy lonely angel devil demon satan lucifer jesus jesuschrist christ god godisgood blessed blessing
  faith hope grace heaven spirit church bible prayer buddha allah
  family mother father mommy daddy mama papa mummy sister brother grandma grandpa children daughter wife husband friend
  friends bestfriend boyfriend girlfriend lover
  school college university student teacher doctor nurse engineer lawyer police fireman driver pilot captain
  office company business finance marketing sales account banking payment invoice service customer project
  pizza burger spaghetti lasagna chicken bacon sushi taco burrito pancake waffle candy lollipop cupcake strawberry
  blueberry raspberry mango coconut pineapple watermelon tomato potato carrot whiskey vodka tequila heineken budweiser
  corona guinness jackdaniels cocacola pepsi redbull starbucks mcdonalds
  fuckyou fuckoff fuckit asshole bitch bastard bullshit motherfucker shithead pussy dick bigdick boobs sexsex
  porn playboy hooters marijuana cannabis
  rockyou softball sweetpea cheerleader jackass lovers blahblah foobar foobarbaz hunter2 trustme fishing hunting
  camping biking snowboard skateboard surfing swimming
  dancing dancer singer gamer player gameboy playstation nintendo xbox steam counterstrike overwatch leagueoflegends
  passion peace smile smiley laugh dream dreamer dreams memory moment destiny infinity eternity paradise
  september11 newyear christmas halloween easter birthday holiday vacation weekend
`);

/** Phrases that are used as passwords, with and without separators. */
export const PHRASES = `
  let me in|let me in please|let me in now|open the door|open sesame|i love you|i love you so much|i love you baby
  i love you forever|i love you too|i love you more|i miss you|i hate you|i need you|i want you|i love my mom
  i love my dad|i love my family|i love my dog|i love my cat|i love jesus|jesus loves me|god is love|god is good
  god bless me|god bless you|in god we trust|trust no one|love is all you need|all you need is love|love me forever
  best friends forever|my best friend|baby i love you|you are my sunshine|you are my love|kiss me|marry me
  this is my password|this is a password|this is the password|this is not a password|my password is password
  my secret password|my new password|my first password|the password is password|password is password|not my password
  i forgot my password|forgot my password|change my password|change me now|change this password|please change me
  please let me in|new password|secret password|super secret password|top secret password|very secret password
  correct horse battery staple|correct horse battery|battery staple|the quick brown fox|quick brown fox
  the quick brown fox jumps over the lazy dog|to be or not to be|to be or not to be that is the question
  may the force be with you|live long and prosper|winter is coming|you shall not pass|hasta la vista baby
  one ring to rule them all|my precious|i am your father|luke i am your father|beam me up scotty
  elementary my dear watson
  once upon a time|happily ever after|happy birthday to you|merry christmas|happy new year|trick or treat
  twinkle twinkle little star|mary had a little lamb|humpty dumpty|itsy bitsy spider|row row row your boat
  hello world|hello kitty|hello hello hello|good morning|good night|good luck|have a nice day|thank you|thank you god
  what is the password|what is my password|who are you|who am i|how are you|i am groot|i am batman|i am the best
  i am the king|i am the one|i am awesome|we are the champions|we will rock you|bohemian rhapsody|stairway to heaven
  hotel california|smells like teen spirit|sweet home alabama|dont stop believing|never gonna give you up
  yellow submarine|lucy in the sky|imagine all the people|another brick in the wall|dark side of the moon
  harry potter|lord of the rings|game of thrones|star wars|star trek|breaking bad|the walking dead|the big bang theory
  grand theft auto|call of duty|league of legends|world of warcraft|super mario|assassins creed|counter strike
  real madrid|manchester united|manchester city|man united|new york|los angeles|san francisco|las vegas|united states
  united kingdom|south africa|new zealand|red sox|green bay packers|dallas cowboys|golden state warriors
  michael jackson|justin bieber|taylor swift|lady gaga|green day|linkin park|iron maiden|led zeppelin|pink floyd
  one direction|elvis presley|bob marley|john lennon|lionel messi|cristiano ronaldo|michael jordan|kobe bryant
  a b c d e f g h|one two three|one two three four|one two three four five|eins zwei drei|uno dos tres|un deux trois
  mot de passe|mon mot de passe|mein passwort|das passwort|ich liebe dich|ich liebe dich mein schatz|guten tag
  te quiero|te quiero mucho|te amo|te amo mucho|te amo mi amor|mi amor|mi vida|mi contrasena|eu te amo|minha senha
  ti amo|amore mio|je t aime|je taime|jetaime mon amour|mon amour|kocham cie|jag alskar dig|ya tebya lyublyu
  admin admin|admin password|root password|user password|test test|test password|guest guest|default password
  temporary password|company password|welcome to the jungle|welcome home|welcome back|access denied|access granted
`
  .split(/[|\n]/)
  .map((phrase) => phrase.trim())
  .filter((phrase) => phrase !== "");
