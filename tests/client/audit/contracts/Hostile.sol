// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IBadges} from "interfaces/IBadges.sol";
import {Plain} from "./Plain.sol";

// Each breaks one rule, and but for that is as Plain.

contract Transferable is Plain {
    function transferFrom(address, address to, uint256 id) external override {
        emit Transfer(address(uint160(id)), to, id);
    }
}

contract Approvable is Plain {
    function setApprovalForAll(address, bool) external override {}
}

contract Unlocked is Plain {
    function locked(uint256) external pure override returns (bool) {
        return false;
    }
}

/// It moved a badge once, by a door of its own name, and has long shut it.
contract Mover is Plain {
    function rescue(uint256 id, address to) external onlyIssuer {
        emit Transfer(address(uint160(id)), to, id);
    }
}

contract AdminTransfer is Plain {
    function adminTransfer(address, address to, uint256 id) external onlyIssuer {
        emit Transfer(address(uint160(id)), to, id);
    }
}

contract OwnerBurns is Plain {
    function burn(uint256 id) external {
        require(msg.sender == owner, "not owner");
        _kept[id].ended = true;
        emit Transfer(address(uint160(id)), address(0), id);
    }
}

contract RevokesWhatItMayNot is Plain {
    function revoke(uint256 id) external override onlyIssuer {
        _kept[id].ended = true;
        emit Transfer(address(uint160(id)), address(0), id);
    }
}

contract Pausable is Plain {
    bool public paused;

    function pause() external onlyIssuer {
        paused = true;
    }
}

contract Delegating is Plain {
    function plugin(address code, bytes calldata data) external onlyIssuer {
        (bool done,) = code.delegatecall(data);
        require(done);
    }
}

contract Destructible is Plain {
    function end() external onlyIssuer {
        assembly {
            selfdestruct(caller())
        }
    }
}

contract Shortening is Plain {
    function renew(uint256 id, uint40 end) external override onlyIssuer {
        _kept[id].end = end;
        emit TokenExpiryUpdated(id, _kept[id].start, end);
    }
}

/// It shortened a badge once, by a door of its own name.
contract Shortened is Plain {
    function correct(uint256 id, uint40 end) external onlyIssuer {
        _kept[id].end = end;
        emit TokenExpiryUpdated(id, _kept[id].start, end);
    }
}

contract Rewriting is Plain {
    function rewrite(string calldata criteria) external onlyIssuer {
        _criteria = criteria;
    }
}

contract Forgetting is Plain {
    function ownerOf(uint256 id) public view override returns (address) {
        require(statusOf(id) == IBadges.Status.ACTIVE, "expired");
        return address(uint160(id));
    }
}

contract SaysYesToAll is Plain {
    function supportsInterface(bytes4) external pure override returns (bool) {
        return true;
    }
}

/// It claims to be a collection and has no status to ask for.
contract Statusless {
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == 0x01ffc9a7 || id == type(IBadges).interfaceId;
    }
}

contract TwoAnswers is Plain {
    function heldSince(address, uint256) external pure override returns (uint256) {
        return 1;
    }
}

contract NeverExpires is Plain {
    function statusOf(uint256 id) public view override returns (IBadges.Status) {
        return exists(id) ? IBadges.Status.ACTIVE : IBadges.Status.NONE;
    }
}

contract Served is Plain {
    function tokenURI(uint256) external pure override returns (string memory) {
        return "https://badges.example/1.json";
    }
}

contract PictureServed is Plain {
    function tokenURI(uint256) external pure override returns (string memory) {
        return 'data:application/json,{"name":"Administrator","image":"https://badges.example/1.png"}';
    }
}

/// It asks a source and does not listen.
contract Trusting is Plain {
    constructor(address source) {
        _source = source;
    }
}

contract NeverHeld {
    function heldSince(address, uint256) external pure returns (uint256) {
        return 0;
    }
}

contract Repeating is Plain {
    function issue(uint256 id, uint40 start, uint40 end, bytes32 evidence) external override onlyIssuer {
        _write(id, start, end, evidence);
    }
}

// Proxies: the code of Plain, at somebody's mercy.

contract Upgradable {
    constructor(address code) {
        assembly {
            sstore(0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc, code)
        }
    }

    fallback() external payable {
        assembly {
            calldatacopy(0, 0, calldatasize())
            let code := sload(0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc)
            let done := delegatecall(gas(), code, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            if iszero(done) { revert(0, returndatasize()) }
            return(0, returndatasize())
        }
    }
}

/// Takes every call and says nothing: whoever tries names on it must not believe that it has them.
contract TakesAnything {
    address public owner = msg.sender;

    fallback() external payable {}
}

// What may go wrong in answering.

contract Endless {
    address public owner = msg.sender;

    function achievementCount() external pure returns (uint256) {
        return type(uint256).max;
    }

    fallback() external {
        while (true) {}
    }
}

contract Garbage {
    fallback() external {
        assembly {
            mstore(0, not(0))
            mstore(32, not(0))
            return(0, 4000)
        }
    }
}
