using System.Text.RegularExpressions;

namespace Contrail.Core.Triggers;

/// <summary>
/// A regular expression from outside: matched in linear time where it allows that, otherwise with a time limit.
/// Immutable; safe from any thread.
/// </summary>
internal sealed class TextPattern
{
    /// <summary>Longer texts are compared up to here: messages can contain whole documents.</summary>
    public const int MaxTextLength = 4_096;

    /// <summary>A longer expression takes long to compile.</summary>
    public const int MaxPatternLength = 500;

    // A usual match needs microseconds. A thread can wait for a busy machine for some milliseconds meanwhile, and a
    // runtime does not notice that its stream is read so much later.
    private static readonly TimeSpan MaxMatchTime = TimeSpan.FromMilliseconds(50);

    private readonly Regex _regex;

    // The first match of a program compiles the engine, which takes longer than the limit on a busy machine.
    private TextPattern(Regex regex)
    {
        _regex = regex;
        _ = IsMatch("the first message");
    }

    /// <summary>Compiles an expression; null if it is invalid or too long.</summary>
    public static TextPattern? TryCreate(string untrusted)
    {
        if (untrusted.Length > MaxPatternLength)
        {
            return null;
        }

        const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
        try
        {
            return new TextPattern(new Regex(untrusted, Options | RegexOptions.NonBacktracking, MaxMatchTime));
        }
        catch (NotSupportedException)
        {
            // It looks around or refers back, which only a backtracking engine can do.
            return new TextPattern(new Regex(untrusted, Options, MaxMatchTime));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether a text matches; null if that took too long.</summary>
    public bool? IsMatch(string text)
    {
        try
        {
            return _regex.IsMatch(text.AsSpan(0, Math.Min(text.Length, MaxTextLength)));
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }
}
