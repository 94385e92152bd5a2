using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Contrail.Ipc;

/// <summary>Builds one message, field by field. Not for concurrent use.</summary>
internal sealed class IpcMessageWriter
{
    private const int FirstCapacityBytes = 512;

    private readonly ArrayBufferWriter<byte> _bytes = new(FirstCapacityBytes);
    private readonly IpcCommand _command;

    public IpcMessageWriter(IpcCommand command)
    {
        _command = command;
        _bytes.GetSpan(IpcHeader.HeaderBytes)[..IpcHeader.HeaderBytes].Clear();
        _bytes.Advance(IpcHeader.HeaderBytes);
    }

    public IpcMessageWriter Bool(bool value)
    {
        _bytes.Write<byte>([value ? (byte)1 : (byte)0]);
        return this;
    }

    public IpcMessageWriter UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.GetSpan(sizeof(uint)), value);
        _bytes.Advance(sizeof(uint));
        return this;
    }

    public IpcMessageWriter UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.GetSpan(sizeof(ulong)), value);
        _bytes.Advance(sizeof(ulong));
        return this;
    }

    /// <summary>A count of UTF-16 units, the final zero included, and the units; a count of zero for null.</summary>
    /// <exception cref="ArgumentException">The text holds a zero, which the runtime would take for its end.</exception>
    public IpcMessageWriter Text(string? value)
    {
        if (value is null)
        {
            return UInt32(0);
        }

        if (value.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("A text sent to a runtime cannot hold a zero character.", nameof(value));
        }

        UInt32(checked((uint)value.Length + 1));
        _bytes.Write(Encoding.Unicode.GetBytes(value));
        _bytes.Write<byte>([0, 0]);
        return this;
    }

    /// <summary>Returns the message with its header.</summary>
    /// <exception cref="ArgumentException">The message is larger than the protocol allows.</exception>
    public byte[] ToMessage()
    {
        if (_bytes.WrittenCount > IpcHeader.MaxMessageBytes)
        {
            throw new ArgumentException(
                $"The request needs {_bytes.WrittenCount} bytes; the diagnostics protocol carries at most "
                + $"{IpcHeader.MaxMessageBytes}. Request fewer or shorter providers.");
        }

        byte[] message = _bytes.WrittenSpan.ToArray();
        int command = (int)_command;
        new IpcHeader(message.Length, (byte)(command >> 8), (byte)(command & 0xFF)).Write(message);
        return message;
    }
}
