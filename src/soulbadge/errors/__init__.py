"""Everything that can go wrong: one root, one class for each reason, the values as attributes, advice in the message.

SoulbadgeError
├── ChainError                     the chain, the node or the address
│   ├── CodeMismatchError
│   ├── NoContractError
│   ├── NodeError
│   ├── NotBadgesError
│   ├── UnreachableError           also a ConnectionError
│   └── WrongChainError
├── InputError                     what was given; also a ValueError
│   ├── AchievementNotFoundError   also a LookupError
│   ├── AddressInvalidError
│   ├── BadgeIdInvalidError
│   ├── CatalogDiffersError
│   ├── CatalogError
│   ├── DuplicateRowError
│   ├── RowsRefusedError           all problems of all rows
│   ├── TimeInvalidError
│   └── ValueInvalidError
├── MissingExtraError              also an ImportError
├── SignerError                    keys and money
│   ├── KeystoreError
│   ├── MissingKeyError
│   ├── NoFundsError               with the amount missing
│   └── RawKeyRefusedError
├── TransactionError               signed, perhaps sent; with its hash
│   ├── BroadcastUncertainError
│   ├── ReceiptTimeoutError        also a TimeoutError
│   └── TransactionFailedError
├── VerificationError              a presentation is refused
│   ├── MalformedMessageError      also a ValueError, as are the next two
│   ├── MalformedPresentationError
│   ├── MalformedSignatureError
│   ├── ChallengeMismatchError     the message answers another challenge
│   │   ├── DomainMismatchError  UriMismatchError  ChainMismatchError  NonceMismatchError
│   │   └── IssuedAtMismatchError  ExpiryMismatchError  StatementMismatchError  UnaskedFieldError
│   ├── PresentationExpiredError  PresentationNotYetValidError
│   ├── SignatureMismatchError  ContractWalletError
│   ├── NotYourBadgeError  UnlistedIssuerError  BadgeNotActiveError  ChainMovedError
│   └── PolicyUnmetError  NonceUsedError
├── PolicyUnclearError             the verifier's own policy means nothing; also a ValueError
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
from ._verification import (
    BadgeNotActiveError,
    ChainMismatchError,
    ChainMovedError,
    ChallengeMismatchError,
    ContractWalletError,
    DomainMismatchError,
    ExpiryMismatchError,
    IssuedAtMismatchError,
    MalformedMessageError,
    MalformedPresentationError,
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
    "BroadcastUncertainError",
    "BurnRefusedError",
    "CatalogDiffersError",
    "CatalogError",
    "ChainError",
    "ChainMismatchError",
    "ChainMovedError",
    "ChallengeMismatchError",
    "ClaimOnlyError",
    "CodeMismatchError",
    "CohortClosedError",
    "CohortOutOfOrderError",
    "CohortUnknownError",
    "CompanionMissingError",
    "ContractWalletError",
    "DeadlinePassedError",
    "DomainMismatchError",
    "DuplicateRowError",
    "ERC721NonexistentTokenError",
    "EndNotAfterStartError",
    "EndNotLaterError",
    "EndTooLateError",
    "ExpiryMismatchError",
    "HolderInvalidError",
    "HolderMismatchError",
    "IndividualOnlyError",
    "InputError",
    "IssuedAtMismatchError",
    "IssuerIsDismissedError",
    "IssuerUnknownError",
    "KeystoreError",
    "LabelTooLongError",
    "MalformedMessageError",
    "MalformedPresentationError",
    "MalformedSignatureError",
    "MembersMalformedError",
    "MembersOutOfOrderError",
    "MissingExtraError",
    "MissingKeyError",
    "NameMissingError",
    "NeededOutOfRangeError",
    "NoContractError",
    "NoFundsError",
    "NodeError",
    "NonceMismatchError",
    "NonceUsedError",
    "NotARenewalError",
    "NotBadgesError",
    "NotHolderError",
    "NotIssuerError",
    "NotYourBadgeError",
    "OngoingTooDeepError",
    "OwnableInvalidOwnerError",
    "OwnableUnauthorizedAccountError",
    "PolicyUnclearError",
    "PolicyUnmetError",
    "PrerequisiteNotEarlierError",
    "PrerequisiteNotIndividualError",
    "PrerequisiteTwiceError",
    "PresentationExpiredError",
    "PresentationNotYetValidError",
    "ProofMalformedError",
    "RawKeyRefusedError",
    "ReceiptTimeoutError",
    "RefusedError",
    "RequirementUnmetError",
    "RevertedError",
    "RowsRefusedError",
    "SignatureInvalidError",
    "SignatureMismatchError",
    "SignerError",
    "SlugInvalidError",
    "SlugTakenError",
    "SoulbadgeError",
    "SourceInvalidError",
    "StatementMismatchError",
    "TermsTooLongError",
    "TierIsOngoingError",
    "TimeInvalidError",
    "TooLittleGasError",
    "TooManyForeignError",
    "TooManyPrerequisitesError",
    "TooManyTiersError",
    "TransactionError",
    "TransactionFailedError",
    "TransferRefusedError",
    "UnaskedFieldError",
    "UnlistedIssuerError",
    "UnreachableError",
    "UriMismatchError",
    "ValueInvalidError",
    "VerificationError",
    "VoucherSpentError",
    "WitnessRefusedError",
    "WrongChainError",
]

for _name in __all__:
    # In tracebacks they are called what users import, not after the private file that they stand in.
    globals()[_name].__module__ = __name__
