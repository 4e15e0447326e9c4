// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title A small soulbound token that keeps every standard that it claims
/// @notice Each contract in Broken.sol breaks one sentence of it.
contract Kept {
    event Transfer(address indexed from, address indexed to, uint256 indexed tokenId);
    event Approval(address indexed owner, address indexed approved, uint256 indexed tokenId);
    event ApprovalForAll(address indexed owner, address indexed operator, bool approved);
    event Locked(uint256 tokenId);
    event Issued(address indexed from, address indexed to, uint256 indexed tokenId, uint8 burnAuth);
    event TokenExpiryUpdated(uint256 indexed tokenId, uint256 indexed startTime, uint256 indexed endTime);
    event MetadataUpdate(uint256 tokenId);
    event BatchMetadataUpdate(uint256 fromTokenId, uint256 toTokenId);

    error ERC721NonexistentToken(uint256 tokenId);
    error ERC721InvalidOwner(address owner);
    error Refused();

    address public issuer = msg.sender;
    mapping(uint256 => address) internal _owners;
    mapping(uint256 => address) internal _approved;
    mapping(address => mapping(address => bool)) internal _operators;
    mapping(address => uint256) internal _balances;
    mapping(uint256 => uint256) internal _starts;
    mapping(uint256 => uint256) internal _ends;
    mapping(uint256 => uint8) internal _burnAuths;
    mapping(uint256 => string) internal _texts;

    function _owned(uint256 id) internal view returns (address owner) {
        owner = _owners[id];
        if (owner == address(0)) revert ERC721NonexistentToken(id);
    }

    function supportsInterface(bytes4 id) external view virtual returns (bool) {
        return _claims(id);
    }

    function _claims(bytes4 id) internal pure returns (bool) {
        return id == 0x01ffc9a7 || id == 0x80ac58cd || id == 0x5b5e139f || id == 0xb45a3c0e || id == 0x0489b56f
            || id == 0x3ebdfa31 || id == 0x49064906 || id == 0x84b0196e || id == 0xe8a3d485;
    }

    // ERC-721

    function balanceOf(address owner) public view virtual returns (uint256) {
        if (owner == address(0)) revert ERC721InvalidOwner(owner);
        return _balances[owner];
    }

    function ownerOf(uint256 id) external view virtual returns (address) {
        return _owned(id);
    }

    function transferFrom(address from, address to, uint256 id) public virtual {
        _move(from, to, id);
    }

    function safeTransferFrom(address from, address to, uint256 id) external virtual {
        _move(from, to, id);
    }

    function safeTransferFrom(address from, address to, uint256 id, bytes calldata) external virtual {
        _move(from, to, id);
    }

    function _move(address, address, uint256) internal virtual {
        revert Refused();
    }

    function approve(address to, uint256 id) external virtual {
        if (msg.sender != _owned(id)) revert Refused();
        _approved[id] = to;
        emit Approval(msg.sender, to, id);
    }

    function setApprovalForAll(address operator, bool approved) external virtual {
        _operators[msg.sender][operator] = approved;
        emit ApprovalForAll(msg.sender, operator, approved);
    }

    function getApproved(uint256 id) external view virtual returns (address) {
        _owned(id);
        return _approved[id];
    }

    function isApprovedForAll(address owner, address operator) external view virtual returns (bool) {
        return _operators[owner][operator];
    }

    function name() external pure virtual returns (string memory) {
        return "Kept";
    }

    function symbol() external pure virtual returns (string memory) {
        return "K";
    }

    function tokenURI(uint256 id) external view virtual returns (string memory) {
        _owned(id);
        return string.concat('data:application/json,{"name":"', _texts[id], '"}');
    }

    // ERC-5192, 5484, 7858

    function locked(uint256 id) external view virtual returns (bool) {
        _owned(id);
        return true;
    }

    function burnAuth(uint256 id) external view virtual returns (uint8) {
        _owned(id);
        return _burnAuths[id];
    }

    function expiryType() external pure virtual returns (uint8) {
        return 1;
    }

    function isTokenExpired(uint256 id) public view virtual returns (bool) {
        _owned(id);
        return _ends[id] != 0 && block.timestamp >= _ends[id];
    }

    function startTime(uint256 id) external view virtual returns (uint256) {
        _owned(id);
        return _starts[id];
    }

    function endTime(uint256 id) external view virtual returns (uint256) {
        _owned(id);
        return _ends[id];
    }

    // ERC-5267, 7572

    function eip712Domain()
        external
        view
        virtual
        returns (bytes1, string memory, string memory, uint256, address, bytes32, uint256[] memory)
    {
        return (0x0f, "kept", "1", block.chainid, address(this), 0, new uint256[](0));
    }

    function contractURI() external pure virtual returns (string memory) {
        return 'data:application/json,{"name":"Kept"}';
    }

    // What an issuer does

    function mint(address to, uint256 id, uint256 start, uint256 end, uint8 auth) external virtual {
        _owners[id] = to;
        _balances[to]++;
        _starts[id] = start;
        _ends[id] = end;
        _burnAuths[id] = auth;
        _texts[id] = "Token";
        _tell(to, id);
    }

    function _tell(address to, uint256 id) internal virtual {
        emit Transfer(address(0), to, id);
        emit Locked(id);
        emit Issued(msg.sender, to, id, _burnAuths[id]);
        emit TokenExpiryUpdated(id, _starts[id], _ends[id]);
    }

    function renew(uint256 id, uint256 end) external virtual {
        _ends[id] = end;
        emit TokenExpiryUpdated(id, _starts[id], end);
        emit MetadataUpdate(id);
        emit BatchMetadataUpdate(id, id);
    }

    function burn(uint256 id) external virtual {
        address owner = _owned(id);
        bool byOwner = _burnAuths[id] == 1 || _burnAuths[id] == 2;
        bool byIssuer = _burnAuths[id] == 0 || _burnAuths[id] == 2;
        if (!(byOwner && msg.sender == owner) && !(byIssuer && msg.sender == issuer)) revert Refused();
        _end(owner, id);
        emit Transfer(owner, address(0), id);
    }

    function _end(address owner, uint256 id) internal {
        delete _owners[id];
        _balances[owner]--;
    }
}

/// @title The same, and it says in advance what can be transferred (ERC-6454)
contract KeptDetectable is Kept {
    function supportsInterface(bytes4 id) external view virtual override returns (bool) {
        return id == 0x91a6262f || _claims(id);
    }

    function isTransferable(uint256 id, address from, address) external view virtual returns (bool) {
        if (from != address(0)) _owned(id);
        return false;
    }
}
