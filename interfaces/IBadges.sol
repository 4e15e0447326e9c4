// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IBadgeSource} from "./IBadgeSource.sol";
import {IERC5484} from "./IERC5484.sol";

/// @title One issuer's collection of soulbound badges: the specification
/// @notice An achievement is a kind of badge with fixed terms. A badge is one award of an achievement to one holder.
/// It never moves. Its id says what it is: `achievementId (48 bits) << 208 | cohort (48 bits) << 160 | holder (160 bits)`.
/// Cohort 0 means issued one by one; the cohorts of an achievement are numbered 1, 2, …, each an occasion with a label.
/// @dev Times are Unix seconds. Where an end is given, 0 asks for the achievement's default; where one is read, 0 is
/// "never". An ERC query about a badge that does not exist throws `ERC721NonexistentToken`.
interface IBadges is IBadgeSource {
    // ───────────────────────────────────────────── types ─────────────────────────────────────────────

    /// @notice What a badge is right now, in order of precedence. Gates ask for ACTIVE and for nothing else.
    /// @dev With time alone PENDING becomes ACTIVE or SUSPENDED, and these become EXPIRED. With the holder's other
    /// badges ACTIVE and SUSPENDED change into one another. Only a renewal leads out of EXPIRED. REVOKED and RENOUNCED
    /// are left only by a claim whose voucher names the new award. NONE is left only by issuing.
    enum Status {
        NONE, //      never issued
        PENDING, //   issued, its start has not come
        ACTIVE, //    counts
        SUSPENDED, // an ongoing requirement is unmet; the badge is still its holder's
        EXPIRED, //   its end has come; the badge is still its holder's
        REVOKED, //   ended by an issuer
        RENOUNCED //  ended by its holder
    }

    /// @notice One kind of badge that counts towards a requirement.
    struct Prerequisite {
        address source; // who is asked: zero for this collection, otherwise an `IBadgeSource`
        uint256 id; //     what is asked for: an achievementId here, whatever a foreign source understands elsewhere
        uint40 heldFor; // seconds that the present unbroken run must have lasted; 0 for none
    }

    /// @notice At least `needed` ACTIVE badges of the listed kinds.
    struct Requirement {
        uint8 needed; //                  how many must be held, at least 1; more than are listed where witnesses count
        bool ongoing; //                  true: asked in every `statusOf` too; false: asked at first issue only
        Prerequisite[] prerequisites; //  the kinds that count
    }

    /// @notice A live level of a badge, reached while every requirement of it and of the tiers below holds.
    struct Tier {
        string label; //              what the level is called
        Requirement[] requirements; // asked whenever the tier is; none of them may say `ongoing`
    }

    /// @notice What an achievement is and demands; fixed for ever when it is created.
    struct Terms {
        string slug; //               its name in tools: 1 to 64 of a-z, 0-9 and '-'; unique in the collection
        string name; //               its name for people; never empty
        string description; //        what it stands for
        string criteria; //           how it is earned
        string[] skills; //           what its holder can do
        uint24 color; //              accent of its picture, 0xRRGGBB
        uint40 validity; //           seconds a badge may run from max(now, start); 0 for no limit
        IERC5484.BurnAuth burnAuth; // who may end a badge
        bool claimOnly; //            holders claim it, nobody pushes it; always so if the holder could not renounce
        bool individual; //           never issued by cohort; always so if it has requirements
        Requirement[] requirements; // all of them must hold
        Tier[] tiers; //              from the lowest to the highest
    }

    /// @notice An achievement as it stands.
    struct Achievement {
        uint256 achievementId; // its number, from 1
        bool retired; //          no new badges, for ever
        uint48 cohorts; //        how many cohorts have been issued
        Terms terms;
    }

    /// @notice An occasion: badges issued together on the same terms.
    struct Cohort {
        string label; //        what the occasion is called
        uint40 issuedAt; //     when the cohort was issued; 0 if there is none of that number
        uint40 startTime; //    the first second in which its badges count
        uint40 endTime; //      the first second in which they no longer do; 0 for never. A member's own may be later
        uint40 since; //        start of the cohort's present unbroken run
        bytes32 evidenceRoot; // root over (badgeId, commitment) of each member, or zero
        uint256 count; //       members at issue
        address members; //     code blob: a zero byte, then the members' addresses, 20 bytes each, ascending
    }

    /// @notice All there is to know about one badge.
    struct Badge {
        Status status;
        uint256 achievementId;
        uint256 cohort; //              0 if issued one by one
        address holder;
        uint40 issuedAt; //             when it was written
        uint40 startTime; //            the first second in which it counts
        uint40 endTime; //              the first second in which it no longer counts; 0 for never
        uint40 since; //                start of the present unbroken run; time expired is never counted
        uint40 endedAt; //              when it was revoked or renounced; 0 if it was not
        uint16 award; //                how often this id has ended
        IERC5484.BurnAuth burnAuth; //  who may end it
        bytes32 evidence; //            its own commitment, or its cohort's evidence root
        uint256 tier; //                its live level, from 1; 0 for none
    }

    /// @notice What an issuer signs so that a holder can collect (EIP-712).
    struct Voucher {
        address issuer; //    who signs
        uint256 badgeId; //   what may be claimed; with a claim key its holder part is zero
        uint16 award; //      must match the record, so that ending a badge kills every voucher made before
        uint40 startTime; //  0 for the moment of the claim
        uint40 endTime; //    0 for the achievement's default; a renewal names it
        bytes32 evidence; //  commitment, or zero
        uint40 deadline; //   last second in which it works; never 0
        address claimKey; //  zero, or the key whose signature stands in for the holder's address
    }

    /// @notice Where a voucher stands under a signed `VoucherRoot`; all empty for a voucher signed by itself.
    struct Proof {
        bytes32[] path; //  1 to 32 sibling hashes
        uint256 count; //   vouchers under the root
        uint40 deadline; // last second in which the root works
    }

    /// @notice The holder's word on a claim that somebody else sends; all empty if the holder sends it. What is not
    /// needed is not looked at: where the holder sends and the voucher names no key, not even the deadline.
    struct Consent {
        address holder; //        who collects; zero for the sender
        uint40 deadline; //       last second in which the signatures work
        bytes holderSignature; // the holder's, over `Claim`; empty if the holder sends
        bytes keySignature; //    the claim key's, over the same `Claim`; empty if the voucher names no key
    }

    /// @notice How an issuer presents itself: the one text that can change.
    struct Profile {
        string name;
        string description;
        string url;
    }

    // ───────────────────────────────────────────── events ────────────────────────────────────────────

    /// @notice An achievement exists, its terms fixed.
    event AchievementCreated(uint256 indexed achievementId, string slug);

    /// @notice No further badge of this achievement will be issued.
    event AchievementRetired(uint256 indexed achievementId);

    /// @notice A cohort was issued; each of its badges logs its own four events besides.
    event CohortIssued(
        uint256 indexed achievementId, uint256 indexed number, address indexed issuer, uint256 count, string label
    );

    /// @notice A badge ended.
    /// @param by Who ended it: an issuer, or the holder (also where another sent the holder's signature).
    /// @param how REVOKED or RENOUNCED.
    /// @param award How often this id has ended by now.
    event BadgeEnded(uint256 indexed badgeId, address indexed by, Status how, uint16 award);

    /// @notice `issuer` may issue `achievementId`, or everything if that is 0.
    event IssuerAppointed(address indexed issuer, uint256 indexed achievementId);

    /// @notice `issuer` may issue nothing any more, for ever.
    event IssuerDismissed(address indexed issuer);

    /// @notice A voucher or a root signed by `issuer` no longer works.
    event Cancelled(address indexed issuer, bytes32 indexed digest);

    // ──────────────────────────────────────── errors: achievements ───────────────────────────────────

    /// @notice Thrown when no achievement has this number.
    error AchievementUnknown(uint256 achievementId);
    /// @notice Thrown when a badge of a retired achievement is to be issued, or it is retired again.
    error AchievementIsRetired(uint256 achievementId);
    /// @notice Thrown when the slug is not 1 to 64 characters of a-z, 0-9 and '-'.
    error SlugInvalid(string slug);
    /// @notice Thrown when an achievement of the collection has the slug already.
    error SlugTaken(string slug, uint256 achievementId);
    /// @notice Thrown when an achievement, or a tier, has no name.
    error NameMissing();
    /// @notice Thrown when the terms do not fit into one code blob. Sizes in bytes.
    error TermsTooLong(uint256 size, uint256 most);
    /// @notice Thrown when `needed` cannot be met: 0, or more than the listed kinds allow.
    error NeededOutOfRange(uint256 needed, uint256 most);
    /// @notice Thrown when requirements or tiers list more prerequisites than may be checked.
    error TooManyPrerequisites(uint256 count, uint256 most);
    /// @notice Thrown when there are more tiers than may be checked.
    error TooManyTiers(uint256 count, uint256 most);
    /// @notice Thrown when a requirement of a tier says `ongoing`: a tier is asked now or not at all.
    error TierIsOngoing(uint256 tier);
    /// @notice Thrown when a requirement lists the same kind twice.
    error PrerequisiteTwice(address source, uint256 id);
    /// @notice Thrown when a local prerequisite is not one of the achievements 1 to `last`, which exist already.
    error PrerequisiteNotEarlier(uint256 prerequisiteId, uint256 last);
    /// @notice Thrown when a local prerequisite that is ongoing or in a tier can be issued by cohort.
    error PrerequisiteNotIndividual(uint256 prerequisiteId);
    /// @notice Thrown when a source has no code, or is this very collection.
    error SourceInvalid(address source);
    /// @notice Thrown when ongoing requirements rest on ongoing requirements too often.
    error OngoingTooDeep(uint256 depth, uint256 most);
    /// @notice Thrown when too many foreign sources would be asked in every `statusOf`.
    error TooManyForeign(uint256 count, uint256 most);

    // ───────────────────────────────────────── errors: deploying ─────────────────────────────────────

    /// @notice Thrown at deployment when a companion has no code.
    error CompanionMissing(address companion);

    // ─────────────────────────────────────────── errors: roles ───────────────────────────────────────

    /// @notice Thrown when the account may not issue this achievement: never appointed for it, or dismissed.
    error NotIssuer(address account, uint256 achievementId);
    /// @notice Thrown when somebody dismissed is to be appointed or dismissed again.
    error IssuerIsDismissed(address issuer);
    /// @notice Thrown when the account to appoint is zero, or the one to dismiss was never appointed.
    error IssuerUnknown(address issuer);

    // ────────────────────────────────────────── errors: issuing ──────────────────────────────────────

    /// @notice Thrown when the holder is the zero address.
    error HolderInvalid(address holder);
    /// @notice Thrown when the badge exists: renew it instead.
    error BadgeExists(uint256 badgeId);
    /// @notice Thrown when the badge has ended: it comes back only by a claim that names `award`; from a cohort, never.
    error BadgeHasEnded(uint256 badgeId, uint16 award);
    /// @notice Thrown when an achievement that holders claim is to be pushed.
    error ClaimOnly(uint256 achievementId);
    /// @notice Thrown when an achievement issued one by one is to be issued by cohort.
    error IndividualOnly(uint256 achievementId);
    /// @notice Thrown when the cohort's number is not the next one; the usual reason is a transaction sent again.
    error CohortOutOfOrder(uint256 achievementId, uint256 number, uint256 next);
    /// @notice Thrown when no cohort has this number.
    error CohortUnknown(uint256 achievementId, uint256 number);
    /// @notice Thrown when the members are not 1 to `most` addresses of 20 bytes each. Sizes in bytes.
    error MembersMalformed(uint256 size, uint256 most);
    /// @notice Thrown when the label of a cohort is too long to be drawn. Sizes in bytes.
    error LabelTooLong(uint256 size, uint256 most);
    /// @notice Thrown when a member's address is not greater than the one before it (the first: than zero).
    error MembersOutOfOrder(address member, uint256 position);
    /// @notice Thrown when the end is not after the start.
    error EndNotAfterStart(uint256 startTime, uint256 endTime);
    /// @notice Thrown when the end is later than the validity allows.
    error EndTooLate(uint256 endTime, uint256 latest);
    /// @notice Thrown when a renewal brings no later end, or one that has passed. Ends are never brought nearer.
    error EndNotLater(uint256 endTime, uint256 present);
    /// @notice Thrown when requirement number `index` is not met: `held` of `needed`.
    error RequirementUnmet(uint256 achievementId, uint256 index, uint256 needed, uint256 held);
    /// @notice Thrown when a witness is not an ACTIVE cohort badge of the holder, of a listed kind, in ascending order.
    error WitnessRefused(uint256 badgeId);
    /// @notice Thrown when too little gas is left to give a foreign source its whole allowance.
    error TooLittleGas(uint256 available, uint256 needed);

    // ────────────────────────────────────────── errors: claiming ─────────────────────────────────────

    /// @notice Thrown when the deadline of a voucher, root or consent has passed, or is 0.
    error DeadlinePassed(uint256 deadline);
    /// @notice Thrown when the voucher names another award than the record: the badge ended since, or never did.
    error AwardMismatch(uint256 badgeId, uint16 award, uint16 expected);
    /// @notice Thrown when the signer cancelled the voucher or root, or its claim key has been used.
    error VoucherSpent(bytes32 digest);
    /// @notice Thrown when the badge exists and the voucher does not renew it: that takes a later explicit end, no
    /// start, no evidence and no claim key.
    error NotARenewal(uint256 badgeId);
    /// @notice Thrown when a badge would be written into a cohort from outside: its members are those issued with it.
    error CohortClosed(uint256 badgeId);
    /// @notice Thrown when a signature is not that of `signer` over `digest`.
    error SignatureInvalid(address signer, bytes32 digest);
    /// @notice Thrown when the path is not one of a tree of `count` leaves, or too long, or fields stand without a path.
    error ProofMalformed(uint256 length, uint256 count);
    /// @notice Thrown when the claimant is not the holder whom the voucher names.
    error HolderMismatch(address claimant, address holder);

    // ─────────────────────────────────────── errors: ending, moving ──────────────────────────────────

    /// @notice Thrown when the terms do not let issuers (revoke) or holders (renounce) end the badge.
    error BurnRefused(uint256 badgeId, IERC5484.BurnAuth burnAuth);
    /// @notice Thrown when somebody but the holder renounces.
    error NotHolder(address account, uint256 badgeId);
    /// @notice Thrown by every ERC-721 transfer. No badge ever moves.
    error TransferRefused(uint256 badgeId);
    /// @notice Thrown by `approve` and `setApprovalForAll`: an approval without power only serves phishing.
    error ApprovalRefused(address operator);

    // ─────────────────────────────────────────── the owner ───────────────────────────────────────────

    /// @notice Creates an achievement; its terms can never be changed. Only the owner.
    /// @return achievementId The next number.
    function createAchievement(Terms calldata terms) external returns (uint256 achievementId);

    /// @notice Stops new badges of an achievement, for ever; badges that exist are untouched. Only the owner.
    function retireAchievement(uint256 achievementId) external;

    /// @notice Lets an account issue one achievement, or everything if `achievementId` is 0. Only the owner.
    function appointIssuer(address issuer, uint256 achievementId) external;

    /// @notice Takes every scope from an issuer, and with them its unclaimed vouchers, for ever. Only the owner.
    function dismissIssuer(address issuer) external;

    /// @notice Changes how the issuer presents itself in `contractURI`. Only the owner.
    function setProfile(Profile calldata newProfile) external;

    // ─────────────────────────────────────────── issuers ─────────────────────────────────────────────

    /// @notice Issues one badge. Only an issuer of its achievement.
    /// @param badgeId What is awarded and to whom, `achievementId << 208 | holder`; any wallet, never called.
    /// @param startTime The first second in which it counts; 0 for now. May lie in the past or in the future.
    /// @param endTime The first second in which it no longer counts; 0 for the default.
    /// @param evidence A 32-byte commitment to private facts, or zero.
    function issue(uint256 badgeId, uint40 startTime, uint40 endTime, bytes32 evidence) external;

    /// @notice `issue`, where cohort badges of the holder prove requirements.
    /// @param witnesses These badges, ascending; `eligibility` finds them.
    function issueWithWitnesses(
        uint256 badgeId,
        uint40 startTime,
        uint40 endTime,
        bytes32 evidence,
        uint256[] calldata witnesses
    ) external;

    /// @notice Issues badges to all members at once, all or nothing. Only an issuer of the achievement.
    /// @param number The cohort's number, which must be the next; so sending it again issues nothing.
    /// @param label What the occasion is called, at most 256 bytes.
    /// @param evidenceRoot Root of an OpenZeppelin StandardMerkleTree of (uint256 badgeId, bytes32 commitment), or zero.
    /// @param members The holders' addresses, 20 bytes each, packed, strictly ascending.
    function issueCohort(
        uint256 achievementId,
        uint256 number,
        string calldata label,
        uint40 startTime,
        uint40 endTime,
        bytes32 evidenceRoot,
        bytes calldata members
    ) external;

    /// @notice Moves the end of a badge to a later one. Only an issuer of the achievement.
    /// @param endTime The new end; 0 for the default.
    function renew(uint256 badgeId, uint40 endTime) external;

    /// @notice Moves the end of all badges of a cohort that have not ended. Only an issuer of the achievement.
    /// @param endTime The new end; 0 for the default.
    function renewCohort(uint256 achievementId, uint256 number, uint40 endTime) external;

    /// @notice Ends a badge whose terms let issuers do so. Only an issuer of the achievement.
    function revoke(uint256 badgeId) external;

    /// @notice Makes a voucher or root that the caller signed useless, for ever.
    /// @param digest Its EIP-712 digest.
    function cancel(bytes32 digest) external;

    // ─────────────────────────────────────── holders and relayers ────────────────────────────────────

    /// @notice Collects a badge, or renews one, with what an issuer signed. Anyone may send it for the holder.
    /// @param signature The issuer's: over the voucher if `proof.path` is empty, otherwise over the `VoucherRoot`.
    function claim(
        Voucher calldata voucher,
        Proof calldata proof,
        bytes calldata signature,
        Consent calldata consent,
        uint256[] calldata witnesses
    ) external returns (uint256 badgeId);

    /// @notice Gives up a badge whose terms let holders do so. Only its holder.
    function renounce(uint256 badgeId) external;

    /// @notice Gives up a badge by the holder's signature over `Renounce(badgeId, award)`; anyone may send it, once.
    /// @dev Without deadline, so that a holder can keep it for the day the wallet is lost.
    function renounceBySignature(uint256 badgeId, uint16 award, bytes calldata signature) external;

    /// @notice Announces that a badge's metadata may have changed by time or by another badge. Open to anyone.
    function refresh(uint256 badgeId) external;

    // ─────────────────────────────────────────── reading ─────────────────────────────────────────────

    /// @notice What the badge is right now; NONE for an id that means nothing.
    function statusOf(uint256 badgeId) external view returns (Status);

    /// @notice `statusOf` for each id.
    function statusesOf(uint256[] calldata badgeIds) external view returns (Status[] memory);

    /// @notice All there is to know about a badge; for an id never issued, a badge of status NONE.
    function badgeOf(uint256 badgeId) external view returns (Badge memory);

    /// @notice Whether the badge was issued and has not ended; expired and suspended badges exist.
    function exists(uint256 badgeId) external view returns (bool);

    /// @notice The highest tier whose requirements, and those of every tier below, hold; 0 unless ACTIVE.
    function tierOf(uint256 badgeId) external view returns (uint256);

    /// @notice Whether the holder has an ACTIVE badge of the achievement; walks its cohorts, newest first.
    /// @dev Its cost grows with the cohorts: a gate takes a `badgeId` and asks `statusOf`.
    function holds(address holder, uint256 achievementId) external view returns (bool);

    /// @notice The badges of a holder that exist, a part at a time.
    /// @param cursor Where to go on: 0 at first, then what the last call returned.
    /// @param limit How many steps (one for each achievement and each cohort) to walk at the most.
    /// @return badgeIds What was found on these steps.
    /// @return next Where to go on; 0 at the end.
    function badgesOf(address holder, uint256 cursor, uint256 limit)
        external
        view
        returns (uint256[] memory badgeIds, uint256 next);

    /// @notice What of an achievement's requirements a holder meets now, and with which witnesses.
    /// @return eligible Whether all of them are met.
    /// @return held For each requirement, how many badges count.
    /// @return witnesses What `issue` and `claim` want as `witnesses`.
    function eligibility(address holder, uint256 achievementId)
        external
        view
        returns (bool eligible, uint256[] memory held, uint256[] memory witnesses);

    /// @notice Whether `commitment` is the evidence behind a badge.
    /// @param path Siblings up to its cohort's evidence root; empty for a badge issued one by one.
    function isEvidence(uint256 badgeId, bytes32 commitment, bytes32[] calldata path) external view returns (bool);

    /// @notice An achievement and its terms. Throws `AchievementUnknown`.
    function achievementOf(uint256 achievementId) external view returns (Achievement memory);

    /// @notice The achievement with this slug; 0 if there is none.
    function achievementIdOf(string calldata slug) external view returns (uint256);

    /// @notice How many achievements there are; they are numbered from 1.
    function achievementCount() external view returns (uint256);

    /// @notice A cohort. Throws `CohortUnknown`.
    function cohortOf(uint256 achievementId, uint256 number) external view returns (Cohort memory);

    /// @notice An achievement's storage, for those who decode it themselves. Throws `AchievementUnknown`.
    /// @return head Its slot, as `contracts/badges/Heads.sol` lays it out.
    /// @return texts Code blob of `(slug, name, description, criteria, skills, color)`.
    /// @return tiers Code blob of the tiers; zero if there are none.
    function partsOf(uint256 achievementId) external view returns (uint256 head, address texts, address tiers);

    /// @notice A badge in two words; for a member of a cohort that has no record of its own, what the cohort says.
    /// @return record Its record, as `contracts/badges/Records.sol` lays it out; zero if it was never issued.
    /// @return evidence Its own commitment, or its cohort's evidence root.
    function recordOf(uint256 badgeId) external view returns (uint256 record, bytes32 evidence);

    /// @notice A cohort's storage. Throws `CohortUnknown`.
    /// @return head Its slot, as `contracts/badges/Members.sol` lays it out.
    /// @return issuedAt When the cohort was issued.
    /// @return since Start of its present unbroken run.
    /// @return evidenceRoot Root over (badgeId, commitment) of each member, or zero.
    /// @return label What the occasion is called.
    function cohortPartsOf(uint256 achievementId, uint256 number)
        external
        view
        returns (uint256 head, uint256 issuedAt, uint256 since, bytes32 evidenceRoot, string memory label);

    /// @notice Whether the account may issue the achievement now.
    function isIssuer(address account, uint256 achievementId) external view returns (bool);

    /// @notice Whether what `issuer` signed under this digest has been cancelled, or its claim key used.
    function isSpent(address issuer, bytes32 digest) external view returns (bool);

    /// @notice How the issuer presents itself.
    function profile() external view returns (Profile memory);

    /// @notice The companions fixed at deployment: what draws `tokenURI`, and what answers the long reads.
    function companions() external view returns (address renderer, address reader);
}
