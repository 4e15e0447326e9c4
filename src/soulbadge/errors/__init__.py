"""Everything that can go wrong: one root, one class for each reason, the values as attributes, advice in the message.

SoulbadgeError
├── BrowserError                   no PDF was printed
├── ChainError                     the chain, the node or the address
│   ├── BlockDisputedError         servers do not agree on its hash
│   ├── BlockGoneError
│   ├── CodeMismatchError
│   ├── LogsMissingError
│   ├── NoContractError
│   ├── NodeError
│   ├── NotBadgesError
│   ├── TrustedCodeError           other code than the list of trust expects
│   ├── UnreachableError           also a ConnectionError
│   └── WrongChainError
├── InputError                     what was given; also a ValueError
│   ├── AchievementNotFoundError   also a LookupError
│   ├── AddressInvalidError
│   ├── BadgeIdInvalidError
│   ├── CatalogDiffersError
│   ├── CatalogError
│   ├── ClaimLinkError
│   ├── ConfigError                soulbadge.toml
│   ├── ConfirmationNeededError    a final act waits for a yes
│   ├── DuplicateRowError
│   ├── EvidenceMalformedError
│   ├── HolderHadItError           revoked or renounced
│   ├── HolderHasItError
│   ├── KeyNeededError             a voucher names a claim key
│   ├── NotConfirmedError          the answer was no
│   ├── RowChangedError            since it was planned
│   ├── RowGoneError
│   ├── RowsRefusedError           all problems of all rows
│   ├── TimeInvalidError
│   ├── TrustFileError             trust.toml, with the line
│   ├── ValueInvalidError
│   └── VoucherElsewhereError
├── FeeCapError                    gas costs more than allowed
├── JournalBusyError               another process is at work
├── JournalInvalidError
├── JournalMismatchError           another chain, collection or signer
├── KeyUnboundError                no credential can be signed; also a ValueError
├── LinkError                      wallets are not shown as one person
│   ├── LinkAloneError  LinkTwiceError  LinkOrderError  LinkMalformedError  LinksOverlapError
│   ├── LinkUnilateralError  LinkSignatureError  LinkExpiredError  LinkNotYetValidError
│   └── LinkElsewhereError  NoSuchSignerError
├── MissingExtraError              also an ImportError
├── OutputError                    a file cannot be written
├── ProgramError                   ganache or anvil cannot be run
├── RowsStoppedError               the chain changed under a table
├── SignerError                    keys and money
│   ├── KeystoreError
│   ├── MissingKeyError
│   ├── NoFundsError               with the amount missing
│   └── RawKeyRefusedError
├── StalledError                   nothing moves; also a TimeoutError
├── TooManyPathsError              the shortest path was not found
├── TransactionError               signed, perhaps sent; with its hash
│   ├── BroadcastUncertainError
│   ├── ReceiptTimeoutError        also a TimeoutError
│   └── TransactionFailedError
├── VouchingError                  a domain and a collection do not vouch for each other
│   ├── DomainUnreachableError  DomainDocumentError
│   └── DomainDoesNotVouchError  CollectionDoesNotVouchError
├── VerificationError              a presentation is refused
│   ├── MalformedMessageError      also a ValueError, as are the next three
│   ├── MalformedPresentationError
│   ├── MalformedShareError
│   ├── MalformedSignatureError
│   ├── ChallengeMismatchError     the message answers another challenge
│   │   ├── DomainMismatchError  UriMismatchError  ChainMismatchError  NonceMismatchError
│   │   └── IssuedAtMismatchError  ExpiryMismatchError  StatementMismatchError  UnaskedFieldError
│   ├── PresentationExpiredError  PresentationNotYetValidError
│   ├── SignatureMismatchError
│   ├── NotYourBadgeError  UnlistedIssuerError  BadgeNotActiveError  ChainMovedError
│   ├── CredentialError            of Open Badges
│   │   ├── CredentialMalformedError  CredentialUnlistedError  CredentialSignatureError
│   │   ├── CredentialHolderError  CredentialClaimError
│   │   ├── CredentialRevokedError  CredentialRenouncedError  CredentialExpiredError
│   │   ├── KeyBindingMalformedError  KeyBindingMismatchError  KeyBindingSignatureError
│   │   └── KeyBindingNotYetValidError  KeyBindingExpiredError  KeyNotIssuersError
│   ├── PolicyUnmetError  NonceUsedError  EvidenceMismatchError
│   └── BundleError                a bundle proves nothing about the trusted block
│       ├── MalformedBundleError   also a ValueError
│       ├── UntrustedBlockError  BlockTooOldError  BlockFromFutureError
│       ├── ProofIncompleteError  ProofNotMinimalError  StateMalformedError
│       └── UnknownCodeError  NotProvableOfflineError
├── TrustedHashMissingError        the verifier's own; also a ValueError
├── PolicyMalformedError           a document that is no policy; also a ValueError, as are the next two
├── PolicyNotADoorError            no contract can ask it
├── PolicyUnclearError             the verifier's own policy means nothing
├── WebError                       a page refuses a request; with its HTTP status
│   ├── HostUnknownError  CrossSiteError  TooManyRequestsError  RequestTooLargeError  FormError
│   ├── NotSignedInError  DoorClosedError  UndecidedError  BusyError  ChallengeUnknownError
│   └── PageNotFoundError  ShareGoneError  NotYoursError  StoreError
├── SiteMissingError               `require` without a site; also a LookupError
└── RefusedError                   the contract says no; one class for each of its custom errors
    (achievements)
    AchievementUnknownError  AchievementIsRetiredError  SlugInvalidError  SlugTakenError  NameMissingError
    TermsTooLongError  NeededOutOfRangeError  TooManyPrerequisitesError  TooManyTiersError  TierIsOngoingError
    PrerequisiteTwiceError  PrerequisiteNotEarlierError  PrerequisiteNotIndividualError  SourceInvalidError
    OngoingTooDeepError  TooManyForeignError  CompanionMissingError
    (roles)
    NotIssuerError  IssuerIsDismissedError  IssuerUnknownError  OwnableUnauthorizedAccountError
    OwnableInvalidOwnerError
    (issuing)
    HolderInvalidError  BadgeExistsError  BadgeHasEndedError  ClaimOnlyError  IndividualOnlyError
    CohortOutOfOrderError  CohortUnknownError  MembersMalformedError  MembersOutOfOrderError
    LabelTooLongError
    EndNotAfterStartError  EndTooLateError  EndNotLaterError  RequirementUnmetError  WitnessRefusedError
    TooLittleGasError
    (claiming)
    DeadlinePassedError  AwardMismatchError  VoucherSpentError  NotARenewalError  CohortClosedError
    SignatureInvalidError  ProofMalformedError  HolderMismatchError
    (ending, moving)
    BurnRefusedError  NotHolderError  TransferRefusedError  ApprovalRefusedError  ERC721NonexistentTokenError
    (no reason of its own)
    RevertedError
"""

from ._base import SoulbadgeError
from ._bundles import (
    BlockDisputedError,
    BlockFromFutureError,
    BlockTooOldError,
    BundleError,
    MalformedBundleError,
    NotProvableOfflineError,
    ProofIncompleteError,
    ProofNotMinimalError,
    StateMalformedError,
    TrustedHashMissingError,
    UnknownCodeError,
    UntrustedBlockError,
)
from ._cli import ConfigError, ConfirmationNeededError, NotConfirmedError, OutputError, ProgramError
from ._client import (
    AchievementNotFoundError,
    AddressInvalidError,
    BadgeIdInvalidError,
    BroadcastUncertainError,
    CatalogDiffersError,
    CatalogError,
    ChainError,
    CodeMismatchError,
    DuplicateRowError,
    InputError,
    KeystoreError,
    MissingExtraError,
    MissingKeyError,
    NoContractError,
    NodeError,
    NoFundsError,
    NotBadgesError,
    RawKeyRefusedError,
    ReceiptTimeoutError,
    RowsRefusedError,
    SignerError,
    TimeInvalidError,
    TransactionError,
    TransactionFailedError,
    UnreachableError,
    ValueInvalidError,
    WrongChainError,
)
from ._credentials import (
    CredentialClaimError,
    CredentialError,
    CredentialExpiredError,
    CredentialHolderError,
    CredentialMalformedError,
    CredentialRenouncedError,
    CredentialRevokedError,
    CredentialSignatureError,
    CredentialUnlistedError,
    KeyBindingExpiredError,
    KeyBindingMalformedError,
    KeyBindingMismatchError,
    KeyBindingNotYetValidError,
    KeyBindingSignatureError,
    KeyNotIssuersError,
    KeyUnboundError,
)
from ._issuing import (
    FeeCapError,
    HolderHadItError,
    HolderHasItError,
    JournalBusyError,
    JournalInvalidError,
    JournalMismatchError,
    RowChangedError,
    RowGoneError,
    RowsStoppedError,
    StalledError,
)
from ._policies import PolicyMalformedError, PolicyNotADoorError
from ._reading import BlockGoneError, LogsMissingError, TooManyPathsError
from ._refused import (
    RefusedError,
    RevertedError,
)
from ._refused_badges import (
    BadgeExistsError,
    BadgeHasEndedError,
    ClaimOnlyError,
    CohortOutOfOrderError,
    CohortUnknownError,
    EndNotAfterStartError,
    EndNotLaterError,
    EndTooLateError,
    HolderInvalidError,
    IndividualOnlyError,
    LabelTooLongError,
    MembersMalformedError,
    MembersOutOfOrderError,
    RequirementUnmetError,
    TooLittleGasError,
    WitnessRefusedError,
)
from ._refused_claims import (
    ApprovalRefusedError,
    AwardMismatchError,
    BurnRefusedError,
    CohortClosedError,
    DeadlinePassedError,
    ERC721NonexistentTokenError,
    HolderMismatchError,
    NotARenewalError,
    NotHolderError,
    ProofMalformedError,
    SignatureInvalidError,
    TransferRefusedError,
    VoucherSpentError,
)
from ._refused_terms import (
    AchievementIsRetiredError,
    AchievementUnknownError,
    CompanionMissingError,
    IssuerIsDismissedError,
    IssuerUnknownError,
    NameMissingError,
    NeededOutOfRangeError,
    NotIssuerError,
    OngoingTooDeepError,
    OwnableInvalidOwnerError,
    OwnableUnauthorizedAccountError,
    PrerequisiteNotEarlierError,
    PrerequisiteNotIndividualError,
    PrerequisiteTwiceError,
    SlugInvalidError,
    SlugTakenError,
    SourceInvalidError,
    TermsTooLongError,
    TierIsOngoingError,
    TooManyForeignError,
    TooManyPrerequisitesError,
    TooManyTiersError,
)
from ._resume import (
    BrowserError,
    LinkAloneError,
    LinkElsewhereError,
    LinkError,
    LinkExpiredError,
    LinkMalformedError,
    LinkNotYetValidError,
    LinkOrderError,
    LinkSignatureError,
    LinksOverlapError,
    LinkTwiceError,
    LinkUnilateralError,
    NoSuchSignerError,
)
from ._trust import (
    CollectionDoesNotVouchError,
    DomainDocumentError,
    DomainDoesNotVouchError,
    DomainUnreachableError,
    TrustedCodeError,
    TrustFileError,
    VouchingError,
)
from ._verification import (
    BadgeNotActiveError,
    ChainMismatchError,
    ChainMovedError,
    ChallengeMismatchError,
    DomainMismatchError,
    ExpiryMismatchError,
    IssuedAtMismatchError,
    MalformedMessageError,
    MalformedPresentationError,
    MalformedShareError,
    MalformedSignatureError,
    NonceMismatchError,
    NonceUsedError,
    NotYourBadgeError,
    PolicyUnclearError,
    PolicyUnmetError,
    PresentationExpiredError,
    PresentationNotYetValidError,
    SignatureMismatchError,
    StatementMismatchError,
    UnaskedFieldError,
    UnlistedIssuerError,
    UriMismatchError,
    VerificationError,
)
from ._vouchers import (
    ClaimLinkError,
    EvidenceMalformedError,
    EvidenceMismatchError,
    KeyNeededError,
    VoucherElsewhereError,
)
from ._web import (
    BusyError,
    ChallengeUnknownError,
    CrossSiteError,
    DoorClosedError,
    FormError,
    HostUnknownError,
    NotSignedInError,
    NotYoursError,
    PageNotFoundError,
    RequestTooLargeError,
    ShareGoneError,
    SiteMissingError,
    StoreError,
    TooManyRequestsError,
    UndecidedError,
    WebError,
)

__all__ = [
    "AchievementIsRetiredError",
    "AchievementNotFoundError",
    "AchievementUnknownError",
    "AddressInvalidError",
    "ApprovalRefusedError",
    "AwardMismatchError",
    "BadgeExistsError",
    "BadgeHasEndedError",
    "BadgeIdInvalidError",
    "BadgeNotActiveError",
    "BlockDisputedError",
    "BlockFromFutureError",
    "BlockGoneError",
    "BlockTooOldError",
    "BroadcastUncertainError",
    "BrowserError",
    "BundleError",
    "BurnRefusedError",
    "BusyError",
    "CatalogDiffersError",
    "CatalogError",
    "ChainError",
    "ChainMismatchError",
    "ChainMovedError",
    "ChallengeMismatchError",
    "ChallengeUnknownError",
    "ClaimLinkError",
    "ClaimOnlyError",
    "CodeMismatchError",
    "CohortClosedError",
    "CohortOutOfOrderError",
    "CohortUnknownError",
    "CollectionDoesNotVouchError",
    "CompanionMissingError",
    "ConfigError",
    "ConfirmationNeededError",
    "CredentialClaimError",
    "CredentialError",
    "CredentialExpiredError",
    "CredentialHolderError",
    "CredentialMalformedError",
    "CredentialRenouncedError",
    "CredentialRevokedError",
    "CredentialSignatureError",
    "CredentialUnlistedError",
    "CrossSiteError",
    "DeadlinePassedError",
    "DomainDocumentError",
    "DomainDoesNotVouchError",
    "DomainMismatchError",
    "DomainUnreachableError",
    "DoorClosedError",
    "DuplicateRowError",
    "ERC721NonexistentTokenError",
    "EndNotAfterStartError",
    "EndNotLaterError",
    "EndTooLateError",
    "EvidenceMalformedError",
    "EvidenceMismatchError",
    "ExpiryMismatchError",
    "FeeCapError",
    "FormError",
    "HolderHadItError",
    "HolderHasItError",
    "HolderInvalidError",
    "HolderMismatchError",
    "HostUnknownError",
    "IndividualOnlyError",
    "InputError",
    "IssuedAtMismatchError",
    "IssuerIsDismissedError",
    "IssuerUnknownError",
    "JournalBusyError",
    "JournalInvalidError",
    "JournalMismatchError",
    "KeyBindingExpiredError",
    "KeyBindingMalformedError",
    "KeyBindingMismatchError",
    "KeyBindingNotYetValidError",
    "KeyBindingSignatureError",
    "KeyNeededError",
    "KeyNotIssuersError",
    "KeyUnboundError",
    "KeystoreError",
    "LabelTooLongError",
    "LinkAloneError",
    "LinkElsewhereError",
    "LinkError",
    "LinkExpiredError",
    "LinkMalformedError",
    "LinkNotYetValidError",
    "LinkOrderError",
    "LinkSignatureError",
    "LinkTwiceError",
    "LinkUnilateralError",
    "LinksOverlapError",
    "LogsMissingError",
    "MalformedBundleError",
    "MalformedMessageError",
    "MalformedPresentationError",
    "MalformedShareError",
    "MalformedSignatureError",
    "MembersMalformedError",
    "MembersOutOfOrderError",
    "MissingExtraError",
    "MissingKeyError",
    "NameMissingError",
    "NeededOutOfRangeError",
    "NoContractError",
    "NoFundsError",
    "NoSuchSignerError",
    "NodeError",
    "NonceMismatchError",
    "NonceUsedError",
    "NotARenewalError",
    "NotBadgesError",
    "NotConfirmedError",
    "NotHolderError",
    "NotIssuerError",
    "NotProvableOfflineError",
    "NotSignedInError",
    "NotYourBadgeError",
    "NotYoursError",
    "OngoingTooDeepError",
    "OutputError",
    "OwnableInvalidOwnerError",
    "OwnableUnauthorizedAccountError",
    "PageNotFoundError",
    "PolicyMalformedError",
    "PolicyNotADoorError",
    "PolicyUnclearError",
    "PolicyUnmetError",
    "PrerequisiteNotEarlierError",
    "PrerequisiteNotIndividualError",
    "PrerequisiteTwiceError",
    "PresentationExpiredError",
    "PresentationNotYetValidError",
    "ProgramError",
    "ProofIncompleteError",
    "ProofMalformedError",
    "ProofNotMinimalError",
    "RawKeyRefusedError",
    "ReceiptTimeoutError",
    "RefusedError",
    "RequestTooLargeError",
    "RequirementUnmetError",
    "RevertedError",
    "RowChangedError",
    "RowGoneError",
    "RowsRefusedError",
    "RowsStoppedError",
    "ShareGoneError",
    "SignatureInvalidError",
    "SignatureMismatchError",
    "SignerError",
    "SiteMissingError",
    "SlugInvalidError",
    "SlugTakenError",
    "SoulbadgeError",
    "SourceInvalidError",
    "StalledError",
    "StateMalformedError",
    "StatementMismatchError",
    "StoreError",
    "TermsTooLongError",
    "TierIsOngoingError",
    "TimeInvalidError",
    "TooLittleGasError",
    "TooManyForeignError",
    "TooManyPathsError",
    "TooManyPrerequisitesError",
    "TooManyRequestsError",
    "TooManyTiersError",
    "TransactionError",
    "TransactionFailedError",
    "TransferRefusedError",
    "TrustFileError",
    "TrustedCodeError",
    "TrustedHashMissingError",
    "UnaskedFieldError",
    "UndecidedError",
    "UnknownCodeError",
    "UnlistedIssuerError",
    "UnreachableError",
    "UntrustedBlockError",
    "UriMismatchError",
    "ValueInvalidError",
    "VerificationError",
    "VoucherElsewhereError",
    "VoucherSpentError",
    "VouchingError",
    "WebError",
    "WitnessRefusedError",
    "WrongChainError",
]

for _name in __all__:
    # In tracebacks they are called what users import, not after the private file that they stand in.
    globals()[_name].__module__ = __name__
