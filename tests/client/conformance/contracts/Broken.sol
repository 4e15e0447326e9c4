// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Kept, KeptDetectable} from "test/Kept.sol";

// Each breaks one sentence of one standard; test_broken.py says which.

// ERC-165

contract DeniesErc165 is Kept {
    function supportsInterface(bytes4 id) external pure override returns (bool) {
        return id != 0x01ffc9a7 && _claims(id);
    }
}

contract SaysYesToNothing is Kept {
    function supportsInterface(bytes4 id) external pure override returns (bool) {
        return id == 0xffffffff || _claims(id);
    }
}

contract AnswersDearly is Kept {
    mapping(uint256 => uint256) private _nothing;

    function supportsInterface(bytes4 id) external view override returns (bool) {
        uint256 sum;
        for (uint256 i; i < 20; i++) sum += _nothing[i];
        return sum == 0 && _claims(id);
    }
}

// ERC-721

contract DeniesErc5192 is Kept {
    function supportsInterface(bytes4 id) external pure override returns (bool) {
        return id != 0xb45a3c0e && _claims(id);
    }
}

contract DeniesMetadata is Kept {
    function supportsInterface(bytes4 id) external pure override returns (bool) {
        return id != 0x5b5e139f && _claims(id);
    }
}

contract MovesInSilence is Kept {
    function renew(uint256 id, uint256) external override {
        address owner = _owners[id];
        _balances[owner]--;
        _owners[id] = issuer;
        _balances[owner]++;
    }
}

contract BurnsInSilence is Kept {
    function burn(uint256 id) external override {
        if (msg.sender != issuer || _burnAuths[id] != 0) revert Refused();
        _owners[id] = address(0);
    }
}

contract CountsZero is Kept {
    function balanceOf(address owner) public view override returns (uint256) {
        return _balances[owner];
    }
}

contract CountsTwice is Kept {
    function balanceOf(address owner) public view override returns (uint256) {
        if (owner == address(0)) revert ERC721InvalidOwner(owner);
        return 2 * _balances[owner];
    }
}

contract OwnsNothing is Kept {
    function ownerOf(uint256 id) external view override returns (address) {
        return _owners[id];
    }
}

contract ApprovesNothing is Kept {
    function getApproved(uint256 id) external view override returns (address) {
        return _approved[id];
    }
}

contract HidesApproved is Kept {
    function getApproved(uint256) external pure override returns (address) {
        revert Refused();
    }
}

contract HidesOperators is Kept {
    function isApprovedForAll(address, address) external pure override returns (bool) {
        revert Refused();
    }
}

contract LetsStrangersApprove is Kept {
    function approve(address to, uint256 id) external override {
        _approved[id] = to;
        emit Approval(_owned(id), to, id);
    }
}

contract LetsStrangersMove is Kept {
    function _move(address from, address to, uint256 id) internal view override {
        if (from != _owned(id) || to == address(0) || msg.sender == from) revert Refused();
    }
}

contract MovesFromAnybody is Kept {
    function _move(address from, address to, uint256 id) internal view override {
        if (from == _owned(id) || to == address(0) || msg.sender != _owned(id)) revert Refused();
    }
}

contract MovesToZero is Kept {
    function _move(address, address to, uint256 id) internal view override {
        if (msg.sender != _owned(id) || to != address(0)) revert Refused();
    }
}

contract MovesNothing is Kept {
    function _move(address, address, uint256 id) internal view override {
        if (_owners[id] != address(0)) revert Refused();
    }
}

contract SendsToContracts is Kept {
    function safeTransferFrom(address, address to, uint256 id) external view override {
        if (to != address(this) || msg.sender != _owned(id)) revert Refused();
    }
}

contract IndexesTooMuch is Kept {
    function setApprovalForAll(address operator, bool approved) external override {
        _operators[msg.sender][operator] = approved;
        bytes32 topic = keccak256("ApprovalForAll(address,address,bool)");
        bytes32 value = bytes32(uint256(approved ? 1 : 0));
        assembly {
            log4(0, 0, topic, caller(), operator, value)
        }
    }
}

contract ApprovesUnindexed is Kept {
    function approve(address to, uint256 id) external override {
        if (msg.sender != _owned(id)) revert Refused();
        bytes32 topic = keccak256("Approval(address,address,uint256)");
        assembly {
            mstore(0, id)
            log3(0, 32, topic, caller(), to)
        }
    }
}

contract NamesNothing is Kept {
    function tokenURI(uint256) external pure override returns (string memory) {
        return "data:application/json,{}";
    }
}

contract WritesNoJson is Kept {
    function tokenURI(uint256 id) external view override returns (string memory) {
        _owned(id);
        return "data:application/json,{";
    }
}

contract HasNoName is Kept {
    function name() external pure override returns (string memory) {
        revert Refused();
    }
}

// ERC-5192

contract IndexesLocked is Kept {
    function _tell(address to, uint256 id) internal override {
        emit Transfer(address(0), to, id);
        bytes32 topic = keccak256("Locked(uint256)");
        assembly {
            log2(0, 0, topic, id)
        }
        emit Issued(msg.sender, to, id, _burnAuths[id]);
        emit TokenExpiryUpdated(id, _starts[id], _ends[id]);
    }
}

contract LocksNothing is Kept {
    function locked(uint256) external pure override returns (bool) {
        return true;
    }
}

contract LockedAndMoving is Kept {
    function _move(address from, address to, uint256 id) internal view override {
        if (from != _owned(id) || msg.sender != from || to == address(0) || to == address(this)) revert Refused();
    }
}

// ERC-5484

contract IssuesInSilence is Kept {
    function _tell(address to, uint256 id) internal override {
        emit Transfer(address(0), to, id);
        emit Locked(id);
        emit TokenExpiryUpdated(id, _starts[id], _ends[id]);
    }
}

contract IssuesUnindexed is Kept {
    function _tell(address to, uint256 id) internal override {
        emit Transfer(address(0), to, id);
        emit Locked(id);
        emit Issued(msg.sender, to, id, _burnAuths[id]);
        emit TokenExpiryUpdated(id, _starts[id], _ends[id]);
        bytes32 topic = keccak256("Issued(address,address,uint256,uint8)");
        assembly {
            mstore(0, id)
            log3(0, 32, topic, caller(), to)
        }
    }
}

contract BurnAuthOfNothing is Kept {
    function burnAuth(uint256 id) external view override returns (uint8) {
        return _burnAuths[id];
    }
}

contract ChangesBurnAuth is Kept {
    function renew(uint256 id, uint256 end) external override {
        _ends[id] = end;
        _burnAuths[id] = 3 - _burnAuths[id];
        emit TokenExpiryUpdated(id, _starts[id], end);
    }
}

contract LetsIssuersBurn is Kept {
    function burn(uint256 id) external override {
        address owner = _owned(id);
        if (msg.sender != issuer) revert Refused();
        _end(owner, id);
        emit Transfer(owner, address(0), id);
    }
}

contract RewritesNames is Kept {
    function renew(uint256 id, uint256 end) external override {
        _ends[id] = end;
        _texts[id] = "Another";
        emit TokenExpiryUpdated(id, _starts[id], end);
        emit MetadataUpdate(id);
    }
}

// ERC-7858

contract CountsMoons is Kept {
    function expiryType() external pure override returns (uint8) {
        return 2;
    }
}

contract ExpiresNothing is Kept {
    function isTokenExpired(uint256 id) public view override returns (bool) {
        return _ends[id] != 0 && block.timestamp >= _ends[id];
    }
}

contract StartsNothing is Kept {
    function startTime(uint256 id) external view override returns (uint256) {
        return _starts[id];
    }
}

contract EndsNothing is Kept {
    function endTime(uint256 id) external view override returns (uint256) {
        return _ends[id];
    }
}

contract StartsAfterItsEnd is Kept {
    function mint(address to, uint256 id, uint256, uint256 end, uint8 auth) external override {
        _owners[id] = to;
        _balances[to]++;
        _starts[id] = end;
        _ends[id] = end;
        _burnAuths[id] = auth;
        _texts[id] = "Token";
        _tell(to, id);
    }
}

contract NeverIsNow is Kept {
    function isTokenExpired(uint256 id) public view override returns (bool) {
        _owned(id);
        return block.timestamp >= _ends[id];
    }
}

contract ForgetsExpired is Kept {
    mapping(address => uint256[]) private _held;

    function mint(address to, uint256 id, uint256 start, uint256 end, uint8 auth) external override {
        _owners[id] = to;
        _held[to].push(id);
        _starts[id] = start;
        _ends[id] = end;
        _burnAuths[id] = auth;
        _texts[id] = "Token";
        _balances[to]++;
        _tell(to, id);
    }

    function balanceOf(address owner) public view override returns (uint256 count) {
        if (owner == address(0)) revert ERC721InvalidOwner(owner);
        uint256[] storage ids = _held[owner];
        for (uint256 i; i < ids.length; i++) {
            if (_owners[ids[i]] == owner && !isTokenExpired(ids[i])) count++;
        }
    }
}

contract MintsWithoutTimes is Kept {
    function _tell(address to, uint256 id) internal override {
        emit Transfer(address(0), to, id);
        emit Locked(id);
        emit Issued(msg.sender, to, id, _burnAuths[id]);
    }
}

contract RenewsInSilence is Kept {
    function renew(uint256 id, uint256 end) external override {
        _ends[id] = end;
        emit MetadataUpdate(id);
    }
}

contract TimesUnindexed is Kept {
    function renew(uint256 id, uint256 end) external override {
        _ends[id] = end;
        emit TokenExpiryUpdated(id, _starts[id], end);
        bytes32 topic = keccak256("TokenExpiryUpdated(uint256,uint256,uint256)");
        assembly {
            mstore(0, end)
            log2(0, 32, topic, id)
        }
    }
}

contract IsNoErc721 is Kept {
    function supportsInterface(bytes4 id) external pure override returns (bool) {
        return id != 0x80ac58cd && _claims(id);
    }
}

// ERC-6454

contract TransfersNothing is KeptDetectable {
    function isTransferable(uint256, address, address) external pure override returns (bool) {
        return false;
    }
}

contract TransfersForbidden is KeptDetectable {
    function locked(uint256 id) external view override returns (bool) {
        _owned(id);
        return false;
    }

    function _move(address from, address to, uint256 id) internal view override {
        if (from != _owned(id) || msg.sender != from || to == address(0) || to == address(this)) revert Refused();
    }
}

contract HasNoGeneralAnswer is KeptDetectable {
    function isTransferable(uint256 id, address from, address to) external view override returns (bool) {
        if (from == address(0) && to == address(0)) revert Refused();
        if (from != address(0)) _owned(id);
        return false;
    }
}

// ERC-4906

contract AnnouncesIndexed is Kept {
    function renew(uint256 id, uint256 end) external override {
        _ends[id] = end;
        emit TokenExpiryUpdated(id, _starts[id], end);
        bytes32 topic = keccak256("MetadataUpdate(uint256)");
        assembly {
            log2(0, 0, topic, id)
        }
    }
}

contract AnnouncesTooLittle is Kept {
    function renew(uint256 id, uint256 end) external override {
        _ends[id] = end;
        emit TokenExpiryUpdated(id, _starts[id], end);
        bytes32 topic = keccak256("BatchMetadataUpdate(uint256,uint256)");
        assembly {
            mstore(0, id)
            log1(0, 32, topic)
        }
    }
}

contract ChangesInSilence is Kept {
    function tokenURI(uint256 id) external view override returns (string memory) {
        _owned(id);
        return _ends[id] > 1 << 40
            ? 'data:application/json,{"name":"Token","long":true}'
            : 'data:application/json,{"name":"Token"}';
    }

    function renew(uint256 id, uint256 end) external override {
        _ends[id] = end;
        emit TokenExpiryUpdated(id, _starts[id], end);
    }
}

// ERC-5267, 7572, 5646, 4973

contract NamesAnotherContract is Kept {
    function eip712Domain()
        external
        view
        override
        returns (bytes1, string memory, string memory, uint256, address, bytes32, uint256[] memory)
    {
        return (0x0f, "kept", "1", block.chainid, issuer, 0, new uint256[](0));
    }
}

contract DescribesNothing is Kept {
    function contractURI() external pure override returns (string memory) {
        return "data:application/json,[]";
    }
}

contract IsAccountBound is Kept {
    function supportsInterface(bytes4 id) external pure override returns (bool) {
        return id == 0xeb72bb7c || _claims(id);
    }
}
