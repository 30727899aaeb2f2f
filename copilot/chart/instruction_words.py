"""What an order to a program looks like in a chart: closed lists of wordings that clinicians do not write.

`STRONG` wordings make their sentence an instruction by themselves; `WEAK` ones only beside such a sentence. Every
one is looked for in lower case, look-alike letters folded to Latin.
"""

from __future__ import annotations

# Where an order begins: a clause, or a word that leads one in. "Instructed to ignore the pain" is no order.
_BEGIN = (
    r"(?:(?:\A|[.!?;:,>\]|)\"'*#_/\n\u2013\u2014-])\s*|"
    r"\b(?:please|now|then|and|must|should|shall|will|you|kindly|just|first|instead|immediately|to the ai|also)\s+)"
)
_RULES = (
    r"(?:instructions?|prompts?|rules?|guidelines?|directives?|commands?|constraints?|restrictions?|programming|"
    r"guardrails?)"
)
_BEFORE = r"(?:previous|prior|earlier|above|preceding|foregoing|existing|initial|original|former|past|other)"
_ANY = r"(?:(?:all|any|every|each|of|the|your|my|these|those|this|our|system|safety|and|or|its|set|user)\s+)"
_PROGRAM = (
    r"(?:ai (?:assistant|model|system|agent|reader|tool|scribe|bot|doctor)|artificial intelligence|llms?|"
    r"(?:large )?language models?|chat ?bots?|chat ?gpt|gpt(?:-?\d)?|(?:the )?assistant model|ai assistants?|"
    r"(?:automated|clinical|diagnostic|summari[sz]ation|decision[- ]support) (?:assistant|software|model|program|ai)|"
    r"chartside|copilot)"
)
_SAY = (
    r"(?:rank|say|respond|reply|output|answer|write|state|conclude|list|ignore|diagnose|print|return|report|"
    r"recommend|include|omit|mention|stop|follow|obey|treat|disregard|put|place|give|comply|assign)"
)
_MUST = r"must|should|shall|is to|has to|needs to|is required to|is instructed to|will(?: now)?"
_ROLE = (
    r"(?:assistant|ai|model|language model|bot|chatbot|agent|program|dan|jailbr\w+|unrestricted|unfiltered|"
    r"developer mode|debug mode|admin mode|maintenance mode|test mode|god mode|root|persona|simulator|hacker|pirate)"
)
_LIST = r"(?:(?:the|your|this|all)\s+)*(?:list|ranking|differential|diagnos\w+|answer|output|results?)"
_ASKED = r"(?:answer|response|reply|output|summary|differential(?: diagnosis)?|completion|narrative|ranking)"

# Marks of turns, whatever the family of models, and the heading of one.
MARKS = (
    r"<\|\s?/?[a-z][a-z0-9_ ]{1,30}\|>",
    (r"</?(?:start_of_turn|end_of_turn|s|bos|eos|pad|think|thinking|unused\d+|system|assistant|user|human|"
    r"instructions?|"
    r"prompt|system_prompt|tool_call|function_call|untrusted|im_start|im_end)\b[^<>\n]{0,40}>"),
    r"<</?sys>>|\[/?(?:inst|system_prompt|available_tools|tool_calls|system|assistant)\]",
)  # fmt: skip
HEADING = r"(?:\A|[\n.;:)>\]])\s*#{2,}\s*(?:instructions?|system|response|assistant|user|human|input|new task)\b"

STRONG = (
    *MARKS,
    HEADING,
    r"(?:\A|[\n.;])\s*[\[(<*#_-]{0,3}(?:system|assistant|developer)(?: (?:message|prompt|note|override|notice|update|"
    r"instructions?))?[\])>*_]{0,3}\s*:\s*(?:you\b|new\b|override|the (?:user|assistant|model)|from now|this "
    r"overrides|" + _SAY + r"\b|sure\b|of course\b|certainly\b|i will\b|understood\b)",
    # orders to forget the rules
    _BEGIN + r"(?:ignore|disregard|forget|override|overrule|bypass|discard|set aside|overlook|abandon|erase|violate|"
    r"pay no attention to|do not (?:follow|obey|apply)|don'?t (?:follow|obey|apply)|stop following|no longer "
    r"follow)\s+"
    + _ANY + r"{0,4}(?:(?:" + _BEFORE + r"|following|system)\s+(?:and \w+ "
    r")?){0,2}" + _ANY + r"{0,2}" + _RULES + r"\b(?! (?:for|about|on|of) (?:care|diet|wound|use|medic))",
    _BEGIN + r"(?:ignore|disregard|forget|discard)\s+(?:everything|anything|all|"
    r"what(?:ever)?)\s+(?:that\s+)?(?:was |is |has been |you |i )?"
    r"(?:above|before|previously|earlier|written|said|been told|were told|know|have (?:read|been told))\b",
    (r"\b(?:the |all |any |your )?(?:previous|prior|earlier|above|preceding|system) (?:instructions?|prompts?|rules|"
    r"guidelines) (?:are|is|were|have been|has been|no longer|do not|must) (?:now )?(?:void|cancel\w+|obsolete|"
    r"superseded|replaced|revoked|invalid|overridden|apply|be ignored|count|suspended|lifted|wrong|a test)\b"),
    (r"\byour (?:real |true |actual |new )?(?:instructions|rules|guidelines|programming|system prompt|safety \w+) "
    r"(?:have|has|are|is|were) "
    r"(?:been |now )?(?:changed|updated|replaced|suspended|lifted|void|disabled|as follows|the following|to)\b"),
    (r"\bsystem prompt\b|\bprompt injection\b|\bdeveloper mode\b|\bjailbreak\b|\bdo anything now\b|\bsystem "
    r"override\b"),
    # words to a program
    r"\b(?:note|message|instructions?|attention|memo|order|reminder|addendum|notice|directive|request) (?:to|for) "
    r"(?:the |any |all |every )?(?:\w+ )?"
    r"(?:" + _PROGRAM + r"|ai|model|assistant|algorithm|machine|program|bot)\b",
    r"\b(?:attention|dear|hey|hello|hi|listen)[,:]? (?:the |any |all )?(?:" + _PROGRAM + r"|assistant)\b",
    r"(?:\bthe |\bany |\ball |\bdear |\A|[.!?;:\n]\s*)(?:" + _PROGRAM + r"|(?<=the )(?:model|ai|assistant)|ai)[,:]? "
    r"(?:reading this|processing this|that reads this|summari[sz]ing this|(?:" + _MUST + r")(?: only| always| not|"
    r" never| now)? "
    + _SAY + r"|(?:please )?" + _SAY + r")\b",
    r"\bthe (?:algorithm|program|software|system|machine) (?:" + _MUST + r")(?: only| always| not| never| now)? "
    r"(?:rank|say|respond|output|answer|print|conclude|ignore|disregard|diagnose|obey)\b",
    r"\b(?:if|as|because|since) you(?:'re| are) (?:an? |the )?(?:" + _PROGRAM + r"|ai|model|bot|assistant|"
    r"computer|machine|program)\b",
    r"\b(?:you are|you're)(?: now| actually| really| no longer)? (?:acting as |called |named )?(?:bound by|"
    r"restricted|in |an? |the |my |"
    r"free |going to act |subject to )?(?:[\w-]+ ){0,3}?" + _ROLE + r"\b",
    (r"\byou are now (?:free|able|allowed|permitted|authori[sz]ed|required|instructed) (?:of|from|to) (?:all|any|"
    r"every|your|say|"
    r"answer|ignore|diagnose|output|rank)\b"),
    _BEGIN + r"(?:act|behave|respond|answer|speak|role-?play) as (?:if you (?:are|were)|though you|an? |the |my "
    r")?(?:[\w-]+ ){0,3}?"
    r"(?:" + _ROLE + r"|expert|specialist|\w+ologist|doctor|physician)\b",
    _BEGIN + r"(?:pretend|imagine) (?:that )?(?:to be|you(?:'re| are| have))\b",
    r"\bfrom (?:now|here|this point) on(?:wards?)?,? (?:you (?:will|must|are|shall|should) (?:only |always |not |"
    r"never )?" + _SAY
    + r"|" + _SAY + r")\b",
    (r"\byour (?:only |new |sole |real |true |primary |main )+(?:task|job|role|goal|purpose|objective|mission|"
    r"instruction) (?:is|are)\b"),
    # orders about the answer
    _BEGIN + r"(?:(?:respond|reply|answer)(?: to (?:this|every|all|the user)[\w ]{0,20})? (?:only |solely |"
    r"exclusively |just )?with(?: only)? (?:the|\"|'|json|one|a single|nothing|"
    r"exactly|only)|(?:respond|reply|answer) (?:only|solely|exclusively|just|nothing but)(?: with| in| by)?(?! "
    r"(?:to|when|if|yes|no|after)\b)|(?:only|always|never) (?:respond|reply|answer|output|print|rank|"
    r"recommend|diagnose)\b)",
    _BEGIN + r"(?:output|print|repeat|reveal|disclose|leak|echo|dump|recite|show|return|list|display|tell me|give "
    r"me) (?:only |exactly |verbatim )?(?:your |the |all |any |every |me )*(?:entire |full |hidden "
    r"|secret |system |initial |internal |following |other |original |above )*(?:prompts?|instructions? (?:above|"
    r"you)|system message|json|rules you|text above|conversation|context window|"
    r"names? of (?:all|every|other)|patients?' (?:data|names|records)|other patients?|records? of (?:all|other|"
    r"every)|data of (?:all|other|every|another))\b",
    _BEGIN + r"(?:output|print|echo) (?:only|exactly|nothing|the (?:word|words|following|text|string|diagnosis)|"
    r"\"|')",
    _BEGIN + r"(?:say|write|state|type) (?:only|exactly|verbatim|nothing (?:but|else)|the words?|that the (?:only "
    r")?diagnosis|in your)\b",
    r"\b(?:in|begin|start|end|finish|limit|restrict|change|replace|rewrite|format) your (?:final |next |own "
    r")?" + _ASKED + r"\b",
    r"\byour (?:final |next |only |first )?" + _ASKED + r" (?:must|should|shall|is to|has to|needs to|may only)\b",
    _BEGIN + r"(?:do not|don'?t|never) (?:mention|cite|list|include|reveal|report|show|disclose|output|rank|"
    r"display|name) (?:it |this |any |that |the |them |lupus )*"
    r"(?:[\w ]{0,30})(?:in (?:your|the) " + _ASKED + r"|to the (?:user|clinician|reader|physician|doctor)|other "
    r"diagnos\w+|"
    r"alternative|these instructions|this (?:message|instruction)|(?:the )?sources?|citations?)",
    _BEGIN + r"(?:cite|quote|reference) (?:\[?[fr] ?\d|nothing|no sources?|only|fact)\b",
    # orders about the ranking
    _BEGIN + r"(?:always )?(?:rank|rate|score|sort|order the list|move|promote|raise|boost|elevate|put|place|list|"
    r"set|show|display)\s+(?:[\w'-]+\s+){1,6}?(?:as )?(?:(?:the )?(?:number one|no\.? ?1|#1|rank 1"
    r"|top (?:diagnosis|hypothesis|position)|most likely diagnosis|first (?:diagnosis|place)|"
    r"(?:at|to) the (?:very )?(?:top|bottom)(?! of\b)|(?:top of|first (?:in|on|among|at)|bottom of) " + _LIST + r")|"
    r"above (?:all|every))\b",
    _BEGIN + r"(?:always )?rank\s+(?:[\w'-]+\s+){1,6}?(?:first|last|highest|lowest|top|second|higher|lower|above|"
    r"below|over)\b",
    _BEGIN + r"(?:remove|delete|drop|omit|hide|suppress|strike|erase)\s+(?:[\w'-]+\s+){1,8}?from (?:the|your|"
    r"this) (?:" + _ASKED + r"|list of diagnoses|results list)\b",
    _BEGIN + r"(?:set|assign|give|change|increase|lower|multiply)\s+(?:the |a |its |it |[\w'-]+ "
    r"){0,5}?(?:probability|likelihood|(?<!pain )score|weight (?:of|for)|confidence|rank)\s+"
    r"(?:of |for )?(?:[\w'-]+ ){0,4}?(?:to|at|by|"
    r"of|=)\s*(?:\d|zero|one|"
    r"maximum|strong|high|the highest)",
    _BEGIN + r"(?:conclude|assert|claim|assume|insist|diagnose|confirm) (?:that )?(?:the |this |every |all |any "
    r")?(?:patients?|diagnosis|differential|user)? ?(?:only |always )?(?:has|have|with|is|as|everyone) [\w "
    r"]{2,30}(?:regardless|no matter|whatever|instead|only|"
    r"and nothing else|with certainty|even if|in every case)\b",
    r"\bregardless of (?:the |any |all |what )?(?:evidence|chart|findings|record|facts|data|"
    r"instructions)\b.{0,60}\b" + _SAY + r"\b",
    # data taken elsewhere, tools called
    _BEGIN + r"(?:send|post|upload|exfiltrate|transmit|forward|submit|email|copy)\b[^\n]{0,80}(?:https?://|"
    r"\b[\w.-]+@[\w-]+\.\w)",
    r"!\[[^\]\n]{0,60}\]\(\s*(?:https?:|data:|//)",
    _BEGIN + r"(?:(?:call|invoke|execute|run) (?:the )?(?:function|tool|command|code)|"
    r"(?:call|invoke|execute|run|use) (?:the )?(?:shell|python|plugin|api|curl|browser))\b",
    (r"\b(?:end|beginning|start) of (?:the )?(?:patient )?(?:chart|record|data|context|input|untrusted|user input|"
    r"document|prompt)\b[^\n]{0,20}(?:begin|start|new|system|now|instructions?)\b"),
)  # fmt: skip

# Orders that are plain wherever they stand in a sentence; they are cut from where they begin.
GLUED = (
    r"\b(?<!to )(?<!not )(?<!he )(?<!they )(?<!would )(?<!could )(?<!might )(?<!may )(?<!can )(?<!who )(?<!often "
    r")(?<!patients )"
    r"(?<!did )(?<!does )(?:ignore|disregard|forget|override)\s+" + _ANY + r"{0,3}(?:previous|prior|above|earlier)\s+"
    r"(?:instructions|rules|prompts|guidelines)\b",
)  # fmt: skip
# A word with which an order may begin; after a word without a full stop, its capital begins one.
OPENING = (
    r"(?<=[^\W_])[ \t](?=(?:Ignore|Disregard|Forget|Override|Respond|Reply|Answer|Output|Print|Say|Rank|You|Your|"
    r"System|SYSTEM|"
    r"Assistant|Act|Pretend|Always|Only|Never|Do|Remove|Set|Move|Reveal|Repeat|Send|Call|Note|Attention|If|The|"
    r"From|In|Begin|"
    r"Cite|Please|Instructions|Dear|Any|Conclude|Put|Place|List|END)\b|###)"
)

# The same order in the languages of the hospitals nearby; unfolded, for they have letters of their own.
ELSEWHERE = (
    (r"\b(?:ignorier\w*|missacht\w*|vergiss|vergessen sie|befolge nicht)\b.{0,40}\b(?:anweisung\w*|instruktion\w*|"
    r"regeln|vorgaben|befehle)\b(?! zur)"),
    (r"\b(?:ignore[sz]?|ignorer|oublie[sz]?|ne (?:tiens|tenez) pas compte)\b.{0,40}\b(?:instructions?|consignes?|"
    r"r[e\u00e8]gles)\b.{0,20}\b(?:pr[e\u00e9]c[e\u00e9]dentes?|ci-dessus|ant[e\u00e9]rieures?)\b"),
    (r"\b(?:ignora\w*|ignore|olvida\w*|olvide|desconsider\w*|esque[c\u00e7]a|dimentica\w*|no "
    r"sigas)\b.{0,40}\b(?:instruccion\w*|instru[c\u00e7][o\u00f5]es|istruzioni|indicaciones anteriores|reglas|"
    r"regras|regole)\b"),
    r"\bnegeer\b.{0,40}\b(?:instructies|regels|opdrachten)\b",
    (r"(?:\u5ffd\u7565|\u65e0\u89c6|\u5fd8\u8bb0).{0,12}(?:\u6307\u4ee4|\u6307\u793a|\u8bf4\u660e|\u89c4\u5219|"
    r"\u63d0\u793a)"),
    (r"(?:\u0438\u0433\u043d\u043e\u0440\u0438\u0440\u0443\w*|"
    r"\u0437\u0430\u0431\u0443\u0434\w*).{0,40}(?:\u0438\u043d\u0441\u0442\u0440\u0443\u043a\u0446\w*|"
    r"\u0443\u043a\u0430\u0437\u0430\u043d\w*|\u043f\u0440\u0430\u0432\u0438\u043b\w*)"),
)  # fmt: skip

WEAK = (
    r"\b(?:the |my |final |only |correct |true |real )+(?:diagnosis|answer|condition)\s*(?:is|:|=)",
    (r"\A\W*(?:diagnosis|answer|final answer|output|response|system|assistant|user|human|new instructions?|"
    r"instructions?|task|important)\b\s*:"),
    r"\A\W*(?:this|the|every|each) patient (?:has|suffers from|must have)\b",
    (r"\b(?:you (?:must|should|will|are|can|may)|do not (?:mention|list|consider|include|cite|show|tell|say)|"
    r"nothing else|no other|obey|comply|instead)\b"),
    (r"\A\W*(?:always|never|only|rank|list|say|write|output|respond|reply|answer|put|print|cite|ignore|disregard|"
    r"recommend|conclude)\b"),
    (r"\b(?:this (?:overrides|supersedes|is an order|instruction|message)|as instructed|administrator|"
    r"authori[sz]ed by|developer|openai|anthropic)\b"),
)  # fmt: skip
