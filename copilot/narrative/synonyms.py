"""Names that a physician uses for one and the same thing; the first of each line stands for all of them.

Only for holding a sentence against what it cites: both sides are put into these words, and no finding is
recognised by them. What means nearly the same has no place here.
"""

from __future__ import annotations

import re

_NAMES = """
haemoglobin | hemoglobin | hb | hgb
haemoglobin a1c | hemoglobin a1c | hba1c | hb a1c | a1c | glycated haemoglobin | glycated hemoglobin
  | glycosylated haemoglobin | glycosylated hemoglobin | hemoglobin a1c/hemoglobin.total in blood | glycohemoglobin
c-reactive protein | crp | c reactive protein
erythrocyte sedimentation rate | esr | sedimentation rate | sed rate
leukocytes | wbc count | wbc | wbcs | white blood cell count | white cell count | white blood count | white count
  | white blood cells | white cells | white blood cell | leukocyte count | leucocyte count | total leukocyte count
  | total leucocyte count | leucocytes | wcc
neutrophils | neutrophil count | absolute neutrophil count | anc | neutrophil
platelets | platelet count | plt | thrombocytes | thrombocyte count | platelet
erythrocytes | red cell count | red blood cells | red cells | rbc
mean corpuscular volume | mcv | mean cell volume | erythrocyte mean corpuscular volume
alanine aminotransferase | alt | alat | sgpt | alanine transaminase
aspartate aminotransferase | ast | asat | sgot | aspartate transaminase
alkaline phosphatase | alp | alk phos
gamma-glutamyl transferase | ggt | gamma gt | gamma-gt
total bilirubin | bilirubin, total | bilirubin total
thyrotropin | tsh | thyroid stimulating hormone | thyroid-stimulating hormone
thyroxine free | ft4 | free t4 | free thyroxine
beta choriogonadotropin | choriogonadotropin, beta subunit | beta-hcg | beta hcg | bhcg | b-hcg | β-hcg | β hcg
  | hcg | human chorionic gonadotropin | human chorionic gonadotrophin | quantitative hcg | choriogonadotropin
nt-probnp | nt-pro-bnp | nt pro bnp | ntprobnp | nt probnp | n-terminal pro-bnp | n-terminal probnp
  | n-terminal pro-b-type natriuretic peptide
cardiac troponin i | troponin i, cardiac | troponin i | tni | ctni | troponin-i
cardiac troponin t | troponin t, cardiac | troponin t | tnt | ctnt
d-dimer | d-dimers | d dimer | ddimer | d-dimer (feu) | d-dimer feu
estimated glomerular filtration rate | glomerular filtration rate, estimated | egfr | estimated gfr | gfr
  | glomerular filtration rate
inr | inr in platelet poor plasma by coagulation assay | international normalised ratio
  | international normalized ratio
urate | uric acid
urea | bun | blood urea nitrogen | urea nitrogen
potassium | k+ | serum potassium | blood potassium
sodium | na+ | serum sodium | blood sodium
glucose | blood sugar | blood glucose | sugar level | plasma glucose | serum glucose | random glucose | bg
cholesterol in ldl | ldl cholesterol | ldl-cholesterol | ldl-c | ldl
cholesterol in hdl | hdl cholesterol | hdl-cholesterol | hdl-c | hdl
lactate | lactic acid
creatinine | creat | serum creatinine | blood creatinine
lipase | serum lipase | blood lipase
amylase | serum amylase | blood amylase
calcium | ca2+ | serum calcium | blood calcium
antinuclear antibody | ana | antinuclear antibodies
lactate dehydrogenase | ldh
procalcitonin | pct
vitamin d | 25-hydroxyvitamin d | 25-oh vitamin d
pulse oximetry | pulse-oximetry | pulse oximeter
heart rate | pulse rate | pulse | hr
respiratory rate | breathing rate | respiration rate | rr
oxygen saturation by pulse oximetry | oxygen saturation | o2 saturation | spo2 | sao2 | sats | o2 sats | o2 sat
  | saturation | saturations | saturation by pulse oximetry | oxygen saturations | saturating
body temperature | temperature | temp
body weight | weight | wt
body height | height | stature
body mass index | bmi
systolic blood pressure | systolic bp | sbp | systolic pressure | systolic
diastolic blood pressure | diastolic bp | dbp | diastolic pressure | diastolic
blood pressure | bp
jugular venous pressure | jvp | neck veins | neck vein pressure | pressure in the neck veins
left ventricular ejection fraction | lvef | ejection fraction | ef
glasgow coma scale | gcs | glasgow coma score
chest x-ray | chest radiograph | chest film | chest xray | chest x ray | cxr | chest radiography
computed tomography | ct scan | ct
magnetic resonance imaging | mri scan | mri
ecg | ekg | electrocardiogram | electrocardiography
echocardiogram | echocardiography | echo | tte | transthoracic echocardiogram | cardiac ultrasound
ultrasound | ultrasonography | sonography | ultrasound scan
myocardial infarction | heart attack | heart attacks | mi
stroke | cerebrovascular accident | cva
hypertension | high blood pressure | htn | arterial hypertension
type 2 diabetes mellitus | type 2 diabetes | t2dm | type ii diabetes | type 2 dm | type-2 diabetes
type 1 diabetes mellitus | type 1 diabetes | t1dm | type i diabetes
atrial fibrillation | afib | a-fib | af
deep vein thrombosis | dvt | deep venous thrombosis | leg clot | clot in the leg | clot in a leg
  | blood clot in the leg | blood clot in a leg | clot in a leg vein | clot in the leg veins | leg vein clot
pulmonary embolism | pe | pulmonary embolus | lung clot | clot in the lung | clot in the lungs | clot on the lung
  | blood clot in the lung | blood clot in the lungs | blood clot on the lung
intracerebral haemorrhage | brain haemorrhage | brain hemorrhage | brain bleed | bleeding into the brain
  | bleed into the brain | bleed in the brain | bleeding in the brain
pericarditis | inflamed pericardium | inflammation of the pericardium
meningitis | infection of the meninges | infected meninges
bacterial meningitis | bacterial infection of the meninges
venous thromboembolism | vte | blood clot | clot | blood clots | clots
face | facial
meniscus | meniscal | menisci
heavy drinking | drinks heavily | drink heavily | drinking heavily | heavy drinker | heavy use of alcohol
  | heavy alcohol use | heavy alcohol consumption
chronic obstructive pulmonary disease | copd
chronic kidney disease | ckd | chronic renal disease
coronary artery disease | cad | coronary heart disease | ischaemic heart disease | ischemic heart disease
gastro-esophageal reflux disease | gerd | gord | reflux disease | acid reflux | gastro-oesophageal reflux disease
  | gastroesophageal reflux disease | gastroesophageal reflux
hyperlipidemia | hyperlipidaemia | high cholesterol | hypercholesterolaemia | hypercholesterolemia | dyslipidaemia
  | dyslipidemia
gallstones | cholelithiasis | gallbladder stones
seasonal allergic rhinitis | hay fever | hayfever
systemic lupus erythematosus | sle | lupus
coeliac disease | celiac disease
urinary tract infection | uti
hypothyroidism | underactive thyroid
obesity | obese
osteoarthritis | degenerative joint disease | arthrosis
migraine | migraines | migraine headaches
influenza vaccine | flu vaccine | flu shot | flu jab | influenza vaccination | flu vaccination
  | influenza immunisation | influenza immunization
central | in the centre of the | in the center of the
stelevation | st elevation | st-elevation | st segment elevation | st-segment elevation
  | st segment is elevated | st segments are elevated | elevated st segments | elevated st segment
stdepression | st depression | st-depression | st segment depression | st-segment depression
  | st segment is depressed | st segments are depressed | depressed st segments | depressed st segment
  | st segment sags | st segments sag | sagging st segments | sagging st segment
prelevation | pr elevation | pr-elevation | pr segment elevation
prdepression | pr depression | pr-depression | pr segment depression
arthroscopic | arthroscopy | arthroscopically
vaginal | from the vagina | vagina
female | woman | lady
male | man | gentleman
cardiomegaly | enlarged heart | heart enlarged | heart is enlarged | enlargement of the heart
surgery | operation | operations | surgeries | surgical procedure
temporal | over the temple | temple
fundi | fundoscopy | ophthalmoscopy | funduscopy | optic fundi | fundus
hospital admission | hospitalised | hospitalized | hospitalisation | hospitalization | admitted to hospital
  | inpatient stay | hospital stay | inpatient
tear | tore | torn
repair | repaired
levothyroxine | l-thyroxine | thyroxine
appendectomy | appendicectomy | appendix removal | appendix removed
cholecystectomy | gallbladder removal | gallbladder removed
paracetamol | acetaminophen
salbutamol | albuterol
adrenaline | epinephrine
ferrous sulfate | ferrous sulphate | iron sulfate
acetylsalicylic acid | aspirin | asa
combined contraceptive pill | combined oral contraceptive | combined pill | oral contraceptive pill
  | combined oral contraceptive pill | coc
syncope | loc | loss of consciousness | lost consciousness | lose consciousness | losing consciousness | pass out
  | passed out | passing out | blacked out | black out | blackout | blackouts
  | blacking out | unconscious
seizure | a fit | convulsion | convulsions
presyncope | near-syncope | near syncope | nearly fainted | almost fainted
dyspnoea | dyspnea | shortness of breath | short of breath | breathlessness | breathless | sob
  | difficulty breathing | dyspneic | dyspnoeic
orthopnoea | orthopnea | cannot lie flat | unable to lie flat | not able to lie flat | breathless when lying flat
haemoptysis | hemoptysis | coughed up blood | coughing up blood | coughs up blood | coughing blood
chest pain | cp
family history | fhx | fh
troponin | trop | trops
tachycardia | tachy | tachycardic
paroxysmal nocturnal dyspnoea | pnd | paroxysmal nocturnal dyspnea
colon cancer | bowel cancer | colonic cancer | cancer of the colon | cancer of the bowel
melaena | melena | black stools | black stool | tarry stools | black tarry stools
haematuria | hematuria | blood in the urine | blood in urine | blood in her urine | blood in his urine
dysuria | pain on passing urine | painful urination | pain on urination | burning on urination
  | pain when passing urine | pain with urination | burning on micturition | burning when passing urine
  | burning on passing urine | burning on passing water | burning when passing water | pain on passing water
  | stinging on passing water | stinging on passing urine
diarrhoea | diarrhea | loose stools | loose stool | loose motions
oedema | edema | pitting swelling
myalgia | muscle aches | muscle ache | muscle pain | muscle pains | aching muscles | myalgias
palpitations | palpitation | heart racing
photophobia | light sensitivity | sensitivity to light | light bothers her | light bothers him | bothered by light
  | sensitive to light
  | light hurts her eyes | light hurts his eyes | light intolerance | light hurts | light troubles her
  | light troubles him | troubled by light | light hurts her | light hurts him | light bothers her eyes
neck stiffness | stiff neck | neck is stiff | stiffness of the neck | nuchal rigidity | meningism | stiff in the neck
jaw claudication | jaw pain on chewing | pain in the jaw on chewing
double vision | diplopia
oral ulcers | mouth ulcers | ulcers in the mouth
alopecia | hair loss
occipital | at the back of the head | back of the head
retrosternal | behind the breastbone | substernal | behind the sternum
epigastrium | epigastric
abdomen | belly | tummy | stomach area
fatty meals | fatty meal | fatty food | fatty foods
left lower quadrant | llq | left iliac fossa
right lower quadrant | rlq | right iliac fossa
right upper quadrant | ruq | under the right ribs | right subcostal | right-sided subcostal | below the right ribs
left upper quadrant | luq
under the ribs | subcostal
last menstrual period | last period | lmp | last menses
pericardial friction rub | pericardial rub | friction rub | scratching pericardial rub | scratchy pericardial rub
  | scratching rub | scratchy rub | scratching friction rub
sternal border | sternal edge | edge of the breastbone | border of the breastbone | edge of the sternum
crackles | crepitations | rales
lung bases | both bases | the bases | bases of the lungs | bases of both lungs
t wave inversion | t-wave inversion | inverted t waves | inverted t wave | t wave is inverted | t waves are inverted
  | t wave is upside down | t waves are upside down | upside-down t waves | upside-down t wave
widespread | diffuse | generalised | generalized
orientated | oriented
ruptured | burst
brain | cerebral | intracranial
renal | kidney
bowel movement | bowel motion
adnexal | adnexa | adnexum
former smoker | ex-smoker | ex smoker | past smoker | previous smoker | previously smoked | used to smoke
  | stopped smoking | quit smoking | smoked in the past | formerly smoked
never smoker | never smoked | has never smoked | lifelong non-smoker | never-smoker | life-long non-smoker
  | lifelong nonsmoker | has not smoked
pack years | pack-years | pack-year | pack year
cigarettes | cigs
1 pack | one pack | a pack | a packet | one packet
alcohol | drunk alcohol | drink alcohol | drinks alcohol | drank alcohol | drinking alcohol | alcohol use
  | alcohol consumption | alcohol intake | consumed alcohol | consumes alcohol
ill for | symptoms for | symptoms lasting for | symptoms lasting | symptom duration of | unwell for | sick for
penicillin | penicillins
no known allergies | no known drug allergies | nkda | nka | no allergies | no known allergy | no drug allergies
  | no allergies are known | no allergies are recorded | no allergies recorded | no allergies are documented
  | no allergies documented | without known allergies | no recorded allergies | no documented allergies
anaphylaxis | anaphylactic reaction | anaphylactic shock
hives | urticaria
contact dermatitis | contact allergy
weight loss | lost weight | losing weight | loss of weight
loss of appetite | poor appetite | reduced appetite | decreased appetite | appetite loss | lack of appetite | anorexia
fatigue | tiredness | tired | exhausted | exhaustion
fever | pyrexia | febrile
subcutaneous | under the skin
nausea | nauseated | nauseous | felt sick | feels sick | feeling sick
vomiting | vomited | been sick | being sick | throws up | threw up | emesis
leaning forward | leaning forwards | lean forward | leans forward | bending forward | bends forward
inspiration | breathing in | deep breathing | inhaling | inhalation | breathing | taking a breath in | breathes in
  | taking a breath | a breath in | takes a breath
scalp tenderness | scalp is tender | tender scalp | tenderness of the scalp
focal neurological deficit | focal deficit | focal neurology | focal neurological deficits
head injury | head trauma
limb weakness | weakness of the limbs | weakness in the limbs | weakness of a limb
visual loss | loss of vision | loss of sight | vision loss
thickened | thick | thickening
emergency department | emergency room | er visit | a&e | accident and emergency
radiating | spreading | that spread | which spread
radiates | spreads
rigors | shaking chills | chills and shaking
reduced | diminished
cerebrospinal fluid | csf
pericardial effusion | effusion around the heart | fluid around the heart
left ventricular | left ventricle
rectal bleeding | bleeding from the rectum | bleeding from the back passage | blood from the rectum
  | bleeding per rectum
pleural effusion | pleural fluid | fluid around the lungs
moved | mobilised | mobilized
asthma | asthmatic
diabetes | diabetic
epilepsy | epileptic
father | paternal | dad
mother | maternal | mum | mom
"""


def _table() -> dict[str, str]:
    """Return what each other name stands for."""
    found: dict[str, str] = {}
    for line in _NAMES.strip().replace("\n  |", " |").splitlines():
        name, *others = (part.strip() for part in line.split(" | "))
        found |= dict.fromkeys((name, *others), name)
    return found


_MEANT = _table()
_OTHER = re.compile(
    r"(?<![\w.])(?:" + "|".join(re.escape(name) for name in sorted(_MEANT, key=len, reverse=True)) + r")(?![\w])",
    re.IGNORECASE,
)


def in_one_name(text: str) -> str:
    """Return a text in which each thing has the name that stands for it."""
    return _OTHER.sub(lambda found: _MEANT[found.group().casefold()], text)
