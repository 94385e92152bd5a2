using System.Buffers.Binary;
using System.Text;

namespace Contrail.Ipc;

/// <summary>
/// Walks the payload of an answer. A read that fails moves nothing and gives false; nothing here throws.
/// </summary>
internal ref struct IpcCursor
{
    private ReadOnlySpan<byte> _rest;

    public IpcCursor(ReadOnlySpan<byte> untrusted)
    {
        _rest = untrusted;
    }

    public bool TryReadUInt32(out uint value)
    {
        if (!BinaryPrimitives.TryReadUInt32LittleEndian(_rest, out value))
        {
            return false;
        }

        _rest = _rest[sizeof(uint)..];
        return true;
    }

    public bool TryReadUInt64(out ulong value)
    {
        if (!BinaryPrimitives.TryReadUInt64LittleEndian(_rest, out value))
        {
            return false;
        }

        _rest = _rest[sizeof(ulong)..];
        return true;
    }

    public bool TryReadGuid(out Guid value)
    {
        const int GuidBytes = 16;
        value = default;
        if (_rest.Length < GuidBytes)
        {
            return false;
        }

        value = new Guid(_rest[..GuidBytes]);
        _rest = _rest[GuidBytes..];
        return true;
    }

    /// <summary>Reads a counted UTF-16 text; null where the count is zero. The last unit must be the zero.</summary>
    public bool TryReadText(out string? value)
    {
        value = null;
        if (!TryPeekUnits(out ReadOnlySpan<byte> units))
        {
            return false;
        }

        if (!units.IsEmpty)
        {
            value = Encoding.Unicode.GetString(units[..^sizeof(char)]);
        }

        _rest = _rest[(sizeof(uint) + units.Length)..];
        return true;
    }

    /// <summary>Reads the part before the first '=' of a counted text, without making a string of the rest.</summary>
    public bool TryReadNameBeforeEquals(out string name)
    {
        name = "";
        if (!TryPeekUnits(out ReadOnlySpan<byte> units))
        {
            return false;
        }

        int nameBytes = 0;
        while (nameBytes < units.Length
            && BinaryPrimitives.ReadUInt16LittleEndian(units[nameBytes..]) is not ('=' or '\0'))
        {
            nameBytes += sizeof(char);
        }

        name = Encoding.Unicode.GetString(units[..nameBytes]);
        _rest = _rest[(sizeof(uint) + units.Length)..];
        return true;
    }

    private readonly bool TryPeekUnits(out ReadOnlySpan<byte> units)
    {
        units = default;
        if (!BinaryPrimitives.TryReadUInt32LittleEndian(_rest, out uint declaredUnits))
        {
            return false;
        }

        ReadOnlySpan<byte> afterCount = _rest[sizeof(uint)..];
        if (declaredUnits > (uint)(afterCount.Length / sizeof(char)))
        {
            return false;
        }

        units = afterCount[..((int)declaredUnits * sizeof(char))];
        bool endsWithZero = units.IsEmpty || (units[^1] == 0 && units[^2] == 0);
        return endsWithZero;
    }
}
