using System.Buffers;
using System.Buffers.Text;

namespace Contrail.Analysis.GoTrace.Text;

/// <summary>Reads the words of a line; '#' begins a comment. What is read borrows the line.</summary>
internal ref struct TokenReader(ReadOnlySpan<byte> line)
{
    private static readonly SearchValues<byte> BlankOrComment = SearchValues.Create(" \t\r\v\f#"u8);

    private ReadOnlySpan<byte> _rest = line;

    private static ReadOnlySpan<byte> Blank => " \t\r\v\f"u8;

    /// <summary>The next word; empty at the end of the line.</summary>
    public ReadOnlySpan<byte> Next()
    {
        _rest = _rest.TrimStart(Blank);
        int end = _rest.IndexOfAny(BlankOrComment);
        ReadOnlySpan<byte> word = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? [] : _rest[end..];
        return word;
    }

    /// <summary>Whether nothing but a comment is left.</summary>
    public readonly bool IsAtEnd => _rest.TrimStart(Blank) is [] or [(byte)'#', ..];

    /// <summary>Reads <c>name=123</c>, if the next word is that.</summary>
    public bool TryReadNumber(ReadOnlySpan<byte> name, out ulong number)
    {
        ReadOnlySpan<byte> word = Next();
        number = 0;
        bool isNamed = word.Length > name.Length && word.StartsWith(name) && word[name.Length] == '=';
        ReadOnlySpan<byte> digits = isNamed ? word[(name.Length + 1)..] : [];
        return isNamed && Utf8Parser.TryParse(digits, out number, out int read) && read == digits.Length;
    }
}
