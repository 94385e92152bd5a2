using System.Buffers.Binary;
using System.Text;

namespace Contrail.Tests.Support;

/// <summary>A message of Protocol Buffers as a test reads it: the fields by their numbers.</summary>
internal sealed class ProtoMessage
{
    private readonly List<(int Field, ulong Number, byte[] Bytes)> _fields = [];

    public static ProtoMessage Read(ReadOnlySpan<byte> bytes)
    {
        ProtoMessage message = new();
        int at = 0;
        while (at < bytes.Length)
        {
            ulong tag = Varint(bytes, ref at);
            int field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    message._fields.Add((field, Varint(bytes, ref at), []));
                    break;
                case 1:
                    message._fields.Add((field, BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]), []));
                    at += 8;
                    break;
                case 2:
                    int length = (int)Varint(bytes, ref at);
                    message._fields.Add((field, 0, bytes.Slice(at, length).ToArray()));
                    at += length;
                    break;
                default:
                    throw new InvalidDataException($"wire type {tag & 7}");
            }
        }

        return message;
    }

    public bool Has(int field) => _fields.Exists(one => one.Field == field);

    public ulong Number(int field) => _fields.Find(one => one.Field == field).Number;

    public double Real(int field) => BitConverter.UInt64BitsToDouble(Number(field));

    public IEnumerable<ulong> Numbers(int field) =>
        _fields.Where(one => one.Field == field).Select(one => one.Number);

    public string Text(int field) => Texts(field).FirstOrDefault("");

    public IEnumerable<string> Texts(int field) =>
        _fields.Where(one => one.Field == field).Select(one => Encoding.UTF8.GetString(one.Bytes));

    public ProtoMessage Message(int field) => Messages(field).First();

    public IEnumerable<ProtoMessage> Messages(int field) =>
        _fields.Where(one => one.Field == field).Select(one => Read(one.Bytes));

    /// <summary>The numbers of a packed list.</summary>
    public List<ulong> Packed(int field)
    {
        List<ulong> numbers = [];
        byte[] bytes = _fields.Find(one => one.Field == field).Bytes ?? [];
        for (int at = 0; at < bytes.Length;)
        {
            numbers.Add(Varint(bytes, ref at));
        }

        return numbers;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte one = bytes[at++];
            value |= (ulong)(one & 0x7f) << shift;
            if (one < 0x80)
            {
                return value;
            }
        }
    }
}
