app = Isthmus
brand-home = Isthmus, vers la première page
skip = Aller au contenu
handling = Consigne de traitement
exercise-banner = EXERCICE — données synthétiques — { $title }
menu = Pages
more = Plus
close = Fermer
cancel = Annuler
open = Ouvrir
retry = Réessayer
loading = Chargement …
any = Toutes
new = Nouveaux
table = Tableau
expand = Déployer
show-all = Tout afficher
show-more = Afficher la suite
show-more-count = En afficher { $count } de plus
show-fewer = En afficher moins
truncated = Tout n’est pas affiché ici.

## Menu
group-watch = Veiller
group-account = Rendre compte
group-administration = Administration
nav-operations = Opérations
nav-alerts = Alertes
nav-entities = Entités
nav-links = Analyse des liens
nav-feeds = Flux
nav-audit = Audit et preuves
page-alert = Alerte
page-entity = Entité
page-compare = Comparer deux entités
page-feed = Page du flux
page-record = Enregistrement
page-missing = Cette page n’existe pas
page-missing-text = L’adresse ne mène nulle part. Aller à
page-refused = Cette page ne peut pas être affichée
page-refused-unknown = Rien de connu à cette adresse que vous puissiez voir pour cette finalité.
badge-open = Ouvertes :
badge-waiting = En attente d’une personne :

## Shell
search = Chercher entités, numéros, noms
purpose = Finalité
purpose-current = Finalité : { $title }
purpose-note = Chaque recherche et chaque lecture est consignée sous cette finalité. Une autre finalité montre d’autres données.
stream-connecting = Connexion
stream-live = En direct
stream-broken = Reconnexion
newest-record = dernier enregistrement { $age }
newest-data = données les plus récentes :
last-heard = dernier signe { $age }
clock = Heure UTC
language = Langue
theme = Thème
theme-switch = Passer du sombre au clair
theme-to-light = Passer au thème clair
theme-to-dark = Passer au thème sombre
account-of = { $initials }, compte de { $name }
version = Version { $version }
sign-out = Se déconnecter
palette = Aller à …
palette-field = Page, entité ou mots
palette-pages = Pages
palette-pinned = Épinglés
palette-recent = Ouverts récemment
palette-acts = Actions
palette-search = Recherche
palette-search-for = Chercher « { $words } » parmi les entités
pin = Épingler
jump-hint = puis la lettre d’une page
alert-arrived = Nouvelle alerte, { $severity } : { $caption }

## Help
help = Aide
help-keys = Touches
help-jumps = Sauts
help-palette = Aller à une page, une entité ou une action
help-search = Rechercher
help-next = Ligne suivante
help-previous = Ligne précédente
help-open = Ouvrir
help-acknowledge = Prendre en compte l’alerte
help-table = Carte ou graphe en tableau
help-this = Cette aide
help-escape = Fermer, ou quitter le champ
help-shortcuts = Raccourcis d’une seule touche
help-severity = Gravité
help-severity-text = La gravité est une forme, une couleur et un mot : losange pour critique, triangle pour élevée, carré pour accrue, anneau pour faible.
help-borders = Les frontières et les noms des cartes viennent de Natural Earth ; le centre ne prend pas position à leur sujet.
help-licences = Licences

## Sign-in
sign-in = Se connecter
sign-in-name = Nom
sign-in-password = Mot de passe
sign-in-refused = Le nom ou le mot de passe est faux.
sign-in-incomplete = Saisissez votre nom et votre mot de passe.
sign-in-locked = Trop de tentatives. Vous pourrez réessayer dans { $seconds ->
    [one] une seconde
   *[other] { $seconds } secondes
  }.
sign-in-ended = Votre session est terminée. Veuillez vous reconnecter.
sign-in-notice = Personnes autorisées uniquement. Chaque acte est consigné.

## Problems
problem-unreachable = Le nœud est injoignable. Ce que vous voyez peut être ancien.
problem-unknown = Une erreur s’est produite.
problem-repair = Que faire :

## Labels, grades, provenance
label = Marquage
labels = Marquages
label-classification = Classification
label-originators = Autorités d’origine
label-releasable = Diffusable à
label-handling = Traitement
label-data = Genre de données
label-subjects = Genre de personne
label-bases = Bases juridiques
label-purposes = Finalités
label-everyone = Tous
legal-basis = Base juridique
grade = Cotation
grade-words = { $reliability }, { $credibility } ({ $scheme } { $code })
reliability-a = Source tout à fait fiable
reliability-b = Source généralement fiable
reliability-c = Source assez fiable
reliability-d = Source rarement fiable
reliability-e = Source non fiable
reliability-f = Fiabilité impossible à juger
credibility-1 = confirmé
credibility-2 = probablement vrai
credibility-3 = peut-être vrai
credibility-4 = douteux
credibility-5 = improbable
credibility-6 = véracité impossible à juger
observed = Observé
recorded = Enregistré
via-judgement = par jugement
via-attribution = par attribution
as-delivered = tel que reçu :
withheld = Retenu par l’autorité d’origine
withheld-value = Retenu
withheld-fact = Retenu : ce fait existe, mais vous ne pouvez pas le voir
withheld-ask = Pour le voir, adressez-vous à
withheld-basis = Détenu en vertu de
retracted = Retiré
erased = Effacé
synthetic = Synthétique
listed = Inscrit
property = Propriété
value = Valeur
value-true = oui
value-false = non
source = Source
sources = Sources
sources-count = { $count ->
    [one] Une source
   *[other] { $count } sources
  }
statements = Énoncés
statements-count = { $count ->
    [one] Un énoncé
   *[other] { $count } énoncés
  }
record = Enregistrement
records = Enregistrements
record-of = Enregistrement { $number } de { $file }
record-number = Enregistrement { $number }
record-title = Enregistrement { $number }
record-withheld = Enregistrement retenu
record-cut = Seul le début est affiché ; le téléchargement contient tout.
record-not-text = Ces octets ne sont pas du texte. Téléchargez-les pour les examiner.
as-it-came = Tel qu’il a été livré
delivered = Livré
download-bytes = Télécharger les octets
statements-of-record = Énoncés tirés de cet enregistrement
date = Date
why = Pourquoi vous voyez ceci
roles = Rôles
context = Contexte
history = Historique
history-recorded = Premier énoncé de
history-alert = Alerte levée :
evidence = Éléments de preuve
reason = Motif
reason-hint = Le motif est gardé dans le journal d’audit. Ctrl Entrée l’envoie.
reason-missing = Un motif est nécessaire.

## Alerts
alert = Alerte
stands-out = Ce qui ressort
number = Numéro
raised = Levée
moves = Ce que vous pouvez faire
about = Concerne
alerts-new = { $count ->
    [one] Une nouvelle
   *[other] { $count } nouvelles
  }
alerts-count = { $count ->
    [one] Une alerte
   *[other] { $count } alertes
  }
alerts-filter = Toutes les alertes, avec filtres
alerts-none = Aucune alerte ouverte.
alerts-none-filtered = Aucune alerte ne répond à ces filtres.
acknowledge-one = Prendre en compte { $number }
acknowledged-one = { $number } prise en compte
alert-now = { $number } est maintenant : { $state }
assigned-to = chez
assigned-you = qui vous est attribuée
open-alert = Ouvrir { $number }
select-alert = Choisissez une alerte pour voir ses éléments de preuve.
finding-of = Constat { $number } sur { $of }
filter-state = État
filter-severity = Gravité
filter-rule = Règle
filter-assigned = Attribuée à
filter-words = Mots
order = Ordre
order-newest = Les plus récentes
order-severity = Les plus graves
filter-clear = Effacer les filtres
filter-remove = Retirer ce filtre
severity-critical = Critique
severity-high = Élevée
severity-elevated = Accrue
severity-low = Faible
state-open = Ouvertes
state-all = Toutes
state-raised = Levée
state-acknowledged = Prise en compte
state-confirmed = Confirmée
state-dismissed = Écartée
state-escalated = Transmise
state-closed = Close
state-lapsed = Caduque
move-acknowledge = Prendre en compte
move-confirm = Confirmer
move-dismiss = Écarter
move-escalate = Transmettre
move-close = Clore l’alerte
move-reopen = Rouvrir
move-acknowledge-text = Vous vous chargez de cette alerte.
move-confirm-text = Vous avez examiné les preuves et tenez que c’est bien ce que dit la règle.
move-dismiss-text = Vous avez examiné les preuves et tenez que ce n’est pas ce que dit la règle. Les constats restent consignés.
move-escalate-text = Vous transmettez cette alerte à ceux qui décident de la suite.
move-close-text = Il n’y a plus rien à faire au sujet de cette alerte.
move-reopen-text = L’appréciation de cette alerte recommence. Ce qui a été décidé reste dans son historique.

## Operations
figures = Chiffres
figure-critical = Critiques
figure-open = Alertes ouvertes
figure-feeds = Flux en ordre
figure-records = Enregistrements du jour
figure-statements = Énoncés admis
figure-waiting = En attente d’une personne
figure-no-reader = Sans lecteur de service
figure-unreadable = Alertes que personne de service ne peut lire
unreadable-of = { $custodian } chez le dépositaire, { $nobody } chez personne
unreadable-lost = { $nobody } chez personne
unreadable-no-custodian = Aucun dépositaire n’est désigné.
inspector = Alerte choisie
map = Carte de situation
map-canvas = Carte de situation. Les flèches la déplacent, plus et moins changent l’échelle ; le tableau a le même contenu.
map-table = Carte en tableau
map-static = Carte de situation avec { $count ->
    [one] un point
   *[other] { $count } points
  }
map-no-webgl = Ce navigateur ne peut pas dessiner la carte mobile. Le tableau contient tout.
map-truncated = Tout n’est pas affiché : rapprochez-vous.
map-time = du { $from } au { $to }
layers = Couches
layer-alerts = Alertes
layer-sightings = Observations
layer-gaps = Périodes sans signal
layer-positions = Positions
layer-detections = Détections
layer-tracks = Trajets
legend = Légende
kind = Genre
kind-alert = Alerte
kind-sighting = Observation
kind-gap = Période sans signal
kind-position = Position
kind-detection = Détection
kind-track = Trajet
view-region = Région
view-world = Monde
zoom-in = Agrandir
zoom-out = Réduire
open-the-alert = Ouvrir l’alerte
open-the-entity = Ouvrir l’entité
timeline = Événements dans le temps
timeline-hourly = Événements par heure
timeline-span = Durée affichée
timeline-chart = Événements et alertes dans le temps ; le tableau donne les chiffres
brush-from = Montrer la carte à partir de
brush-to = Montrer la carte jusqu’à
brush-on = Une partie de la durée
links = Liens
links-count = { $count ->
    [one] Un lien
   *[other] { $count } liens
  }
open-links = Ouvrir dans l’analyse des liens
when = Quand
what = Quoi
where = Où
details = Détails

## Entities
search-words = Nom, numéro ou mots
search-type = Genre d’entité
search-place = Lieu ou pays
search-since = Vu à partir du
search-until = Vu jusqu’au
search-act = Chercher
results = Résultats
hits-for = { $more ->
    [yes] Les { $count } premières entités pour « { $words } »
    [cut] Les { $count } premières entités pour « { $words } ». Il peut y en avoir d’autres : ajoutez un mot.
   *[no] { $count ->
        [one] Une entité pour « { $words } »
       *[other] { $count } entités pour « { $words } »
      }
  }
hits-none = Rien de trouvé que vous puissiez voir sous cette finalité. Essayez une autre graphie, moins de mots ou un identifiant.
hits-none-open = Aucune entité d’une alerte ouverte ne convient. Sans mots, aucune autre n’est examinée : saisissez un nom ou un identifiant.
hits-no-alert = Aucune alerte n’est ouverte. Saisissez un nom ou un identifiant pour trouver une entité.
hits-open = Les entités des alertes ouvertes. Cherchez pour en trouver d’autres.
because = Trouvée par
matched-identifier = même identifiant
matched-name = même nom
matched-address = même adresse
matched-like = nom ressemblant
matched-words = mêmes mots
matched-spelled = mêmes mots, autre graphie
matched-part = une partie de l'adresse
matched-word = un mot
matched-start = même début
last-seen = vue pour la dernière fois
facts = Faits
facts-none = Aucun fait que vous puissiez voir.
former = Valeurs antérieures
events = Événements
events-older = Il existe des événements plus anciens.
attribution = Événement attribué
attribution-text = L’événement porte un identifiant que cette entité détenait à ce moment. Il est attribué, non réuni.
whereabouts = Lieux d'observation
whereabouts-map = Carte de { $count ->
    [one] une position
   *[other] { $count } positions
  }
positions-count = { $count ->
    [one] Une position
   *[other] { $count } positions
  }
speed = Vitesse
knots = { NUMBER($speed, maximumFractionDigits: 1) } nd
judgements = Jugements
judgements-none = Aucun jugement : cette entité est connue par une seule entité source.
members-count = { $count ->
    [one] Une entité source
   *[other] { $count } entités sources
  }
decision-same = Identiques
decision-different = Différents
decision-undecided = Indécis
judged-same = Jugés identiques :
judged-different = Jugés différents :
judged-undecided = Jugement retiré :
by-model = par le modèle
by-person = par
bits = { $bits } bits
judgement-waits = attend une seconde personne qui juge de même
weight-bits = Poids (bits)
pair = { $left } et { $right }
compare = Comparer avec…
compare-title = Comparer { $name } avec une autre entité
compare-choose = Cherchez l’autre entité, en toute écriture, et choisissez-la.
compare-text = Ce que disent les deux se lit côte à côte. Votre jugement prime sur le modèle ; là où le marquage exige deux personnes, il vaut dès qu’une seconde juge de même.
compare-back = Retour à l’entité
compare-other = En choisir une autre
compare-both = Comparer les deux
compare-never = Rien n’a encore été jugé sur ces deux entités.
compare-sides = Ce que disent les deux côtés
compare-one = C’est déjà une seule entité : on ne juge pas la paire d’une entité avec elle-même. Choisissez-en une autre, ou jugez ses entités sources sur sa page.
compare-more = et { $count } de plus
join = Réunir
join-text = Vous jugez que les deux sont la même chose. Leurs énoncés se montreront comme une seule entité. Le jugement est le vôtre, avec votre motif, et peut être renversé.
take-apart = Séparer
take-apart-text = Vous jugez que les deux ne sont pas la même chose. Elles se montreront comme deux entités. Le jugement est le vôtre, avec votre motif, et peut être renversé.
take-back = Annuler le jugement
take-back-text = Le jugement d’une personne sur cette paire est annulé ; ce que tient le modèle vaut de nouveau.

## Link analysis
links-start = Choisissez où commencer : cherchez une entité et ouvrez ses liens.
selection = Sélection
graph-canvas = Graphe de { $count ->
    [one] un nœud
   *[other] { $count } nœuds
  }. Les flèches déplacent, Entrée déploie.
graph-selected = { $caption }, { $count ->
    [one] un lien
   *[other] { $count } liens
  }
graph-size = { $nodes } nœuds, { $edges } liens
graph-more = { $count } autres ne sont pas affichés
graph-full = { $count } nœuds, c’est tout ce qu’une image peut dire. Le tableau continue.
graph-hint = Les flèches déplacent, Entrée déploie, 0 montre tout
graph-select = Choisissez un nœud.
graph-table = Liens en tableau
graph-from = De
graph-link = Lien
graph-to = Vers

## Feeds
feed = Flux
feed-facts = Ce qui est convenu pour ce flux
feed-fresh = À jour
feed-silent = Muet
feed-failing = En échec
feed-empty = Vide
feed-kind-snapshot = Instantanés
feed-kind-stream = Continu
feeds-none = Aucun flux dans cet état.
per-minute = Enregistrements par minute
spark = { $total } enregistrements dans la dernière heure, au plus { $most } par minute
last-delivery = Dernière livraison
newest-record-is = dernier enregistrement
errors = Erreurs
file = Fichier
size = Taille
mapping = Correspondance
retention = Durée de conservation
days = { $count ->
    [one] un jour
   *[other] { $count } jours
  }
quarantined = En quarantaine
verdicts = Constats d’erreur
verdicts-text = Ce qui n’allait pas, et la réparation
verdicts-none = Aucune erreur : chaque enregistrement a été admis.
verdicts-open = erreurs ouvertes
verdict-open = Ouverte
verdict-resubmitted = Resoumise
verdict-discarded = Abandonnée
field = Champ
expected = Attendu
came = Reçu
repair = Réparation
resubmit = Resoumettre
resubmitted-result = Admis : { $admitted }. Encore faux : { $left }.
discard = Abandonner
discard-text = Personne n’a besoin de cet enregistrement. Ses octets restent en quarantaine jusqu’à leur expiration ; il ne peut plus être resoumis. Ne citez dans le motif ni personne ni valeur.
discarded-result = Abandonné.
deliveries = Livraisons
deliveries-none = Rien n’a encore été livré.
delivery-receiving = En réception
delivery-complete = Complète
delivery-cut = Interrompue
delivery-held = Suspendue
received = Reçue
as-of = État au
changed = Modifiés
vanished = Disparus
waiting = En attente d’une décision
waiting-share = { $vanished } enregistrements sur { $of } ont disparu ({ $share })
since = depuis
retraction-release = Retirer
retraction-reject = Garder
retraction-release-text = { $count ->
    [one] Les énoncés d’un enregistrement disparu
   *[other] Les énoncés de { $count } enregistrements disparus
  } seront retirés. Ils restent visibles comme valeurs antérieures.
retraction-reject-text = { $count ->
    [one] L’enregistrement disparu demeure
   *[other] Les { $count } enregistrements disparus demeurent
  } comme si la livraison les avait contenus.
push = Envoyer un fichier
push-text = Le fichier est reçu comme une livraison de ce flux. Les mauvais enregistrements vont en quarantaine, les autres sont admis.
push-act = Envoyer
choose-file = Choisir un fichier
no-file = Aucun fichier choisi
push-busy = Envoi …
push-result = { $records } enregistrements, { $admitted } admis, { $quarantined } en quarantaine.
push-repeated = Ces mêmes octets étaient déjà arrivés : rien n’a été fait.
push-cut = Le fichier n’a pas pu être lu jusqu’à sa fin : les constats disent pourquoi.
unmapped = Fichiers sans flux
unmapped-text = Ces fichiers se trouvent là où les flux sont relevés, et aucune correspondance ne les reconnaît. Ils n’ont pas été reçus.

## Audit
audit-text = Chaque lecture et chaque acte a une entrée dans un journal qui ne fait que croître. Le point de contrôle est sa tête signée : qui le détient peut prouver que rien n’a été changé ni omis.
checkpoint = Point de contrôle
audit-size = Entrées du journal
audit-pending = Entrées pas encore dans l’arbre
audit-origin = Provenance
audit-key = Clé de vérification
audit-verify = Vérifier le journal
audit-verify-text = Le nœud relit tout son journal et recalcule la racine.
audit-verifying = Vérification …
audit-verified = Le journal tient : { $size } entrées en { NUMBER($seconds, maximumFractionDigits: 2) } s, racine
audit-entries = Entrées
audit-who = Qui
audit-act = Acte
audit-decision = Décision
audit-objects = Objets

## Words of the node
schema-thing = Objet
schema-legalentity = Personne morale ou physique
schema-person = Personne
schema-organization = Organisation
schema-company = Société
schema-vessel = Navire
schema-airplane = Aéronef
schema-vehicle = Véhicule
schema-event = Événement
schema-sighting = Observation
schema-signalgap = Période sans signal
schema-payment = Virement
schema-bankaccount = Compte bancaire
schema-simcard = Carte SIM
schema-device = Appareil
schema-container = Conteneur
schema-indicator = Indicateur cyber
schema-informationreport = Compte rendu d’information
schema-passage = Trajet
schema-trip = Voyage
schema-call = Appel
schema-meeting = Rencontre
schema-radardetection = Détection radar
schema-customsdeclaration = Déclaration en douane
schema-warning = Alerte publique
schema-businesslink = Lien d’affaires
schema-alert = Alerte
role-duty-officer = Officier de permanence
role-analyst = Analyste
role-release-officer = Officier de diffusion
role-incident-commander = Commandant d’incident
role-exercise-director = Directeur d’exercice
role-data-protection-officer = Délégué à la protection des données
role-overseer = Contrôleur
role-administrator = Administrateur
role-contributor = Contributeur
role-custodian = Dépositaire
category-movement = Mouvement
category-finance = Finances
category-travel = Voyages
category-communications = Communications
category-customs = Douane
category-open-source = Sources ouvertes
category-identity = Identité
category-cyber = Cybersécurité
category-other = Autres
property-alias = Autre nom
property-callsign = Indicatif d’appel
property-iccid = ICCID
property-imei = IMEI
property-vin = Numéro de châssis
property-country = Pays
property-flag = Pavillon
property-nationality = Nationalité
property-birthdate = Date de naissance
property-containernumber = Numéro de conteneur
property-cryptoaddress = Adresse crypto
property-email = Courriel
property-formermmsi = Ancien MMSI
property-iban = IBAN
property-idnumber = Numéro d’identité
property-imonumber = Numéro OMI
property-imsi = IMSI
property-leicode = LEI
property-mmsi = MMSI
property-msisdn = Numéro d’appel
property-name = Nom
property-passportnumber = Passeport
property-phone = Téléphone
property-previousname = Ancien nom
property-registrationnumber = Numéro d’immatriculation
property-registration = Immatriculation
property-swiftbic = BIC
property-taxnumber = Numéro fiscal
property-weakalias = Alias faible
topic-sanction = Sur une liste de sanctions

## Sharing
group-share = Partager
nav-releases = Transmissions
nav-agreements = Accords
partners = Partenaires
partner = Partenaire
keys = Clés
keys-good = valables
keys-bad = aucune valable
messages-sent = Envoyés
messages-waiting = En attente
messages-taken = Reçus
agreement-proposed = Proposé
agreement-in-force = En vigueur
agreement-suspended = Suspendu
agreement-ended = Terminé
layer-national = National
layer-bilateral = Bilatéral
layer-regional = Régional
act-accept = Accepter
act-suspend = Suspendre
act-resume = Reprendre
act-end = Terminer
legal-instrument = Instrument juridique
parties = Parties
not-signed-by = Non signé par
in-force-from = À partir du
in-force-before = Jusqu’au (exclu)
digest = Empreinte
effect-permit = permet
effect-forbid = interdit
effect-oblige = oblige
agreements-none = Aucun accord n’est conservé ici.
release-try = Ce qui sortirait
release-try-text = Rien n’est envoyé avant que vous l’ayez vu.
entity-id = Identifiant de l’entité
release-show = Afficher
value-here = Ici
value-there = Là-bas
by-article = Selon l’article
why-uncovered = aucun article ne le couvre
why-forbidden = un article l’interdit
why-consent = son émetteur n’a pas consenti
why-unmapped = son niveau n’y a pas de nom
why-failed = cela n’a pas pu être décidé
why-obliged = omis
change-masked = masqué
change-generalised = moins précis
change-dropped = omis
consents = Consentement
consent-way = Origine · détenteur · destinataire
consent-asked = Demandé
consent-given = Donné
consent-refused = Refusé
consent-ask = Demander le consentement
consent-give = Consentir
consent-refuse = Refuser
values = Valeurs
released = Transmis
released-none = Rien n’est sorti pour cette finalité.
standing-out = sorti
standing-recalled = rappelé
standing-expired = expiré
recalls = Rappels
recall-order = Rappeler
holder = Détenteur
holder-via = Par
receipt = Reçu
receipt-there = signé
receipt-waiting = attendu
receipt-overdue = en retard
release-entity = Transmettre à un partenaire
release-leaving = { $leaving } sortent, { $staying } restent.
release-send = Transmettre { $count }
release-sent = { $count } valeurs sont sorties.
values-count = { $count } valeurs
consent-ask-text = Chaque centre d’origine est prié de dire si cela peut être transmis à { $partner }.
consent-answer-text = { $holder } veut transmettre { $count } valeurs à { $recipient }.
recall-order-text = { $count } valeurs sont retirées par chaque détenteur, de son disque aussi, et chacun le prouve.
consent-answer = Réponse
act-accept-text = Ce centre le signe. Il est en vigueur dès que chaque partie l’a fait.
act-suspend-text = Plus rien ne sort sous cet accord jusqu’à ce que ce centre le reprenne. Les autres parties sont informées.
act-resume-text = Il est de nouveau en vigueur, sauf si une autre partie l’a suspendu.
act-end-text = Plus rien ne sort sous cet accord, définitivement. Les autres parties sont informées.

## Demandes
page-request = Demande
nav-requests = Demandes
request-about = Demander à un partenaire
request-write = Demander à un partenaire
request-write-text = Un responsable de diffusion l’envoie. Ce qui identifie les personnes concernées sort comme une diffusion, dans la mesure où un article le permet.
request-keep = Garder comme brouillon
request-urgency = Urgence
request-ordinary = ordinaire
request-urgent = urgente
request-case = Dossier de l’affaire ici
request-basis = Base juridique de la demande
request-check = Comment s’assurer de qui demande
request-what = Ce qui est demandé
request-why = À quoi cela sert
request-role = Rôle qui demande
request-draft = Brouillon
request-asked = Demandée
request-consent = Attend un consentement
request-released = Diffusée
request-refused = Refusée
request-withdrawn = Retirée
request-late = en retard
requests-late = { $count } en retard
requests-of-purpose = Demandes à cette fin
requests-none = Aucune demande à cette fin.
requests-how = Pour demander au sujet de quelqu’un, ouvrez l’entité et choisissez « Demander à un partenaire ».
request-way = De et à
request-to = à
request-about-whom = Au sujet de
request-hidden = pas pour vous
request-hidden-text = Vous ne voyez pas tout ce qui désigne les personnes concernées : ses mots vous restent fermés.
request-due = Réponse due
request-title = Demande de { $asker } à { $asked }
request-send = Envoyer
request-withdraw = Retirer
request-withdraw-text = { $partner } est informé qu’aucune réponse n’est plus nécessaire.
request-form = Formulaire
request-values = { $seen } valeurs sur { $count }
request-leaves = Ce qui sortirait avec elle
request-replies = Réponses
request-clock = Délai
request-written = Rédigée
request-escalated = Signalée plus haut
request-same = Au sujet des mêmes
request-answer = Répondre
request-known = Ce qui est connu ici des mêmes
request-known-none = Rien qui ait été reconnu comme identique. Cherchez, et indiquez son identifiant ci-dessous.
request-other = Une autre entité
request-verified = Comment vous vous êtes assuré de qui demande
request-propose = Proposer
request-propose-anew = Proposer à nouveau
request-behind = { $persons } l’approuvent ; avec { $needed }, le plus peut sortir.
request-approve = Approuver
request-await = Un autre centre doit consentir
request-await-text = Ce centre est interrogé, et { $partner } apprend qu’une réponse en dépend.
request-release = Diffuser
request-release-text = { $count } valeurs sortent vers { $partner }, comme montré.
request-refuse = Refuser
request-refuse-text = { $partner } apprend le motif et vos mots, et rien de ce qui est connu ici.
request-ground = Motif
ground-nothing = rien qui puisse être dit
ground-not-covered = non couvert par l’accord
ground-not-necessary = non nécessaire ou non proportionné
ground-not-verified = la demande n’a pas pu être vérifiée
ground-investigation = cela nuirait à une enquête
ground-safety = cela mettrait une personne en danger
ground-security = cela nuirait à la sécurité nationale
ground-not-taken = le nœud du partenaire ne l’a pas acceptée
request-leaves-none = Rien : elle est désignée par ce que ce partenaire a lui-même diffusé.
why-shared = Partagé par
why-articles = article { $articles }
agreement-propose = Proposer un accord
agreement-file = Son document, en JSON
agreement-weigh = Ce qu’il changerait
agreement-sign = Signer et envoyer aux parties
effect-none = Il ne change rien à ce qui peut sortir.
effect-now = Peut sortir maintenant
effect-with = Avec lui
effect-kept = Retenu par
effect-text = Compté en énoncés que vous voyez ; qui demande et combien approuvent n’est pas considéré.
onward = Avec le consentement de ce centre, { $recipient } pourrait transmettre à :

## Follow-ups
badge-unseen = Non vus :
nav-follow-ups = Suites
follow-ups-title = Ce sur quoi vous avez agi, et ce qui n’est plus
follow-ups-none = Rien de ce sur quoi vous avez agi n’a été repris.
follow-ups-elsewhere = { $count } de plus pour une autre de vos finalités.
follow-up-what = Vous avez agi sur
follow-up-why = De ce qui le fonde
follow-up-acted = Votre acte
follow-up-at = Repris le
follow-up-judged = vous avez jugé qu’ils ne font qu’un, ou non
follow-up-alert-hidden = Une alerte que vous ne pouvez plus voir
follow-up-judgement-hidden = Un jugement dont vous ne voyez plus aucune entité
follow-up-recalled = une partie a été rappelée par son auteur
follow-up-retracted = une partie a été retirée par sa source
follow-up-corrected = une partie a été corrigée
follow-up-expired = une partie a expiré
follow-up-erased = une partie a été effacée
follow-up-parted = ce qu’il réunissait n’est plus une seule entité
follow-up-contradicted = une autre personne a jugé autrement
follow-up-seen = vu
follow-up-see = Vu
follow-up-see-all = Tout vu
follow-up-arrived = Quelque chose sur quoi vous avez agi a été repris.

# Trust list
trust-list = Liste de confiance
trust-version = La version {$version} est en vigueur
trust-rotate = Nouvelles clés pour ce centre
trust-revoke = Révoquer les clés actuelles
trust-rotate-text = De nouvelles clés sont créées et la liste qui les contient est envoyée aux partenaires. Les clés actuelles restent valables un mois.
trust-revoke-text = Pour des clés que quelqu’un d’autre peut détenir. De nouvelles sont créées ; dès que plus de la moitié des centres ont signé, rien de ce que signent les anciennes n’est cru.
trust-sign = Signer pour ce centre
trust-sign-text = Comparer d’abord les nouvelles clés avec leur centre par une autre voie. Dès que plus de la moitié des centres ont signé, la liste vaut pour tous.
trust-proposed = proposée
trust-adopted = adoptée
trust-passed = dépassée
trust-from = De {$center}
trust-votes = Signée par
trust-missing = { $count ->
    [one] il manque une signature
   *[other] il manque {$count} signatures
}
trust-changes = Ce qu’elle change
trust-change-joins = rejoint
trust-change-leaves = quitte
trust-change-name = s’appelle
trust-change-address = a pour adresse
trust-change-authority = a un autre certificat
trust-change-keys-added = nouvelles clés, valables jusqu’au
trust-change-keys-revoked = clés révoquées à partir du
trust-change-keys-dated = clés désormais valables jusqu’au
trust-change-keys-gone = clés retirées

## Declared emergencies
emergencies = Urgences
emergencies-none = Aucune n’est déclarée en ce moment.
emergencies-earlier = Précédentes : { $count }
emergency-awaiting = Attend une confirmation
emergency-holds = En cours
emergency-over = Finie
emergency-ended = Levée
emergency-until = jusqu’à
emergency-of = Déclarée par { $center }
emergency-confirmed = Confirmée
emergency-ended-by = Levée par { $center }
emergency-another = Une autre personne doit la confirmer.
emergency-declare = Déclarer une urgence
emergency-declare-text = Une fois confirmée par une autre personne, elle ouvre les articles qui ne valent qu’en cas d’urgence, pour ce qui sort entre ce centre et chaque autre partie. Les autres parties lisent le motif.
emergency-hours = Pour combien d’heures, { $most } au plus
emergency-confirm = Confirmer
emergency-confirm-text = Elle vaut dès maintenant, et toutes les autres parties sont informées.
emergency-end = La lever
emergency-end-text = Elle ne vaut plus pour aucune partie. Ce qui est sorti garde sa propre échéance.
emergency-end-theirs-text = Elle ne vaut plus pour ce que { $center } et ce centre se donnent. Ce qui est sorti garde sa propre échéance.
emergency-withdraw = Retirer
emergency-withdraw-text = Personne n’en a encore été informé.
article-emergency = en cas d’urgence seulement
effect-emergency = De plus en cas d’urgence
why-emergency = il sortirait dans une urgence déclarée

# Standing releases
standing-releases = Communications permanentes
standing-text = Le partenaire apprend chaque alerte de la finalité choisie ci-dessus, dès maintenant, dans la mesure où les accords le permettent à cet instant ; chaque valeur une fois.
standing-order = Lui faire connaître chaque alerte
standing-order-text = Dès maintenant, ce que vise chaque alerte de la finalité choisie est communiqué à {$partner}, dans la mesure où les accords le permettent. Cela dure jusqu’à ce que quelqu’un y mette fin.
standing-end = Mettre fin
standing-end-text = {$partner} n’apprend plus aucune alerte. Ce qui est parti y reste jusqu’à son rappel ou son expiration.
standing-since = Depuis
standing-runs = en cours
standing-ended = terminée

# Le résolveur : ses poids, et les paires à juger
nav-weights = Poids du résolveur
weights-text = Combien de bits le résolveur accorde à ce que deux enregistrements ont en commun. Un fichier vaut une fois qu’une seconde personne l’a approuvé ; tout est alors repesé en arrière-plan. Rien ne change de soi-même.
weights-in-force = En vigueur : { $version }
weights-rescoring = les jugements antérieurs sont repesés
weights-file = Proposer un fichier
weights-report = Ce qu’ils valent
weights-download = Enregistrer { $version } en JSON
weights-kept = Conservé
weights-proposed = Proposé
weights-active = En vigueur
weights-former = A été en vigueur
weights-declined = Écarté
weights-shipped = livré avec le produit
weights-review = Ce qu’il change
weights-approve = Approuver
weights-approve-text = Le nœud signe cet acte et pèse désormais avec ce fichier ; l’existant est repesé en arrière-plan, et des fusions peuvent apparaître ou disparaître.
weights-decline = Écarter
weights-withdraw = Retirer
weights-decline-text = Le fichier est conservé et peut être proposé de nouveau.
weights-propose = Proposer
weights-propose-text = Une autre personne doit l’approuver avant qu’il ne vaille.
weights-proposed-by = Proposé par
weights-approved-by = Approuvé par
weights-declined-by = Écarté par
weights-another = Une autre personne doit l’approuver.
weights-changes = Ce que { $version } change par rapport à { $against }
weights-no-changes = Aucun nombre ne change.
weights-effect-text = Un échantillon des paires que vous pouvez voir, pesées avec les deux fichiers. Ce que vous ne pouvez pas voir n’est pas compté.
weights-pairs = Paires pesées
weights-same-before = Identiques avant
weights-same-after = Identiques après
weights-joined = Deviendraient identiques
weights-parted = Ne le seraient plus
weights-by-person = Dont jugées par des personnes
weights-kind = Type
weights-level = Niveau
weights-before = Avant
weights-after = Après
weights-table = { $before } termes avant, { $after } après, { $changed } changent
nav-review = Paires à juger
review-text = Les paires dont la décision apprendrait ou changerait le plus, telles que vous pouvez les voir. Vos jugements valent aussitôt et priment sur le modèle ; ses poids n’en changent pas.
review-place = Paire { $place } sur { $count }
review-margin = { $bits } bits par rapport au seuil
review-size = { $count } entités sources
review-alerts = { $count } alertes ouvertes
review-next = Suivante
review-previous = Précédente
review-rest = Ce que les deux côtés disent encore
review-decide = Votre jugement
review-keep = Conserver le jugement
review-same-text = Vous jugez que les deux n’en font qu’une.
review-different-text = Vous jugez que les deux sont distinctes.
review-undecided-text = Vous avez regardé et ne pouvez trancher ; la paire n’est plus proposée.
review-none = Aucune paire que vous puissiez voir n’attend de jugement.
review-looked = Choisies parmi { $count } paires que vous pouvez voir.

## Screening
nav-screening = Criblage
screening-text = Demandez si une personne, une société, un navire ou autre chose est connu ici. Une correspondance ne décide rien : c’est une piste avec ses raisons, qu’une personne examine.
screening-one = Une question
screening-list = Une liste
screening-kind = Genre
screening-identifier = Document ou identifiant
screening-number = Son numéro
screening-hint = Noms en toute écriture et dans tout ordre ; plusieurs valeurs sont séparées par des points-virgules. Une date comme { $date } ; l’année seule suffit.
screening-act = Cribler
screening-busy = Criblage en cours…
screening-lacking = Un nom ou un numéro est nécessaire.
screening-found = { $count ->
    [one] { $count } correspondance
   *[other] { $count } correspondances
  }
screening-model = pesé avec { $version }
screening-none = Rien de ce que vous pouvez voir pour cette finalité n’y ressemble. Cela ne montre pas qu’il n’y a rien.
screening-search = Rechercher le nom
screening-left-out = Non demandé
strength-strong = Forte
strength-possible = Envisageable
strength-weak = Faible
strength-strong-text = Les bits suffisent pour tenir les deux pour un seul.
strength-possible-text = Les bits en approchent, ou un identifiant qui change de mains est partagé.
strength-weak-text = Peu a été demandé, rien de plus n'est égal, et rien de mieux n'est connu.
screening-bits = { $bits } sur { $needed } bits
screening-probability = probabilité { $share }
screening-asked = Demandé
screening-held = Détenu
screening-shared = Identifiants partagés
screening-compared = Ce qui est demandé à côté de ce qui est détenu sur { $name }
screening-list-text = Un tableau (CSV, UTF-8) avec un en-tête. Ses colonnes portent le nom des propriétés, dans toute langue de la console : name, Date de naissance, Passeport. « id » et « type » ont leur propre colonne ; plusieurs valeurs d’une cellule sont séparées par des points-virgules.
screening-kind-rows = Genre des lignes qui n’en nomment pas
screening-limit = Correspondances par ligne au plus
screening-list-act = Cribler la liste
screening-stop = Ne plus attendre
screening-rows = Lignes
screening-rows-strong = Avec une correspondance forte
screening-rows-possible = Seulement envisageables
screening-rows-weak = Seulement faibles
screening-rows-none = Sans correspondance
screening-rows-left-out = Avec une part non demandée
screening-rows-refused = Refusées
screening-download = Télécharger le tableau des correspondances
screening-download-text = Il dit tout ce qui est montré ici et porte le marquage de chaque correspondance.
screening-show = Ce que montre le tableau
screening-show-hits = Toutes
screening-show-strong = Fortes
screening-show-left-out = Non demandé
screening-show-refused = Refusées
screening-lines = { $count ->
    [one] { $count } entrée
   *[other] { $first } à { $last } sur { $count } entrées
  }
screening-lines-none = Aucune entrée de cette sorte.
screening-table = Tableau des correspondances
screening-row = Ligne
screening-refused = Raison du refus
screening-strength = Force
screening-hit = Correspondance
screening-probable = Probabilité
