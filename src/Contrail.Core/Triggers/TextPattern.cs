using System.Text.RegularExpressions;

namespace Contrail.Core.Triggers;

/// <summary>
/// A regular expression from outside: matched in linear time where it allows that, otherwise with a time limit.
/// Immutable; safe from any thread.
/// </summary>
internal sealed class TextPattern
{
    /// <summary>Longer texts are compared up to here: messages can contain whole documents.</summary>
    public const int MaxTextLength = 1_024;

    /// <summary>A longer expression takes long to compile.</summary>
    public const int MaxPatternLength = 500;

    // A usual match needs microseconds, but the first ones compile the engine, and threads wait on a busy machine.
    // The engine of linear time has a longer limit: no text is catastrophic for it.
    private static readonly TimeSpan MaxLinearTime = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxBacktrackingTime = TimeSpan.FromMilliseconds(50);

    private readonly Regex _regex;

    // The first match compiles most of the engine.
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
            return new TextPattern(new Regex(untrusted, Options | RegexOptions.NonBacktracking, MaxLinearTime));
        }
        catch (NotSupportedException)
        {
            // It looks around or refers back, which only a backtracking engine can do.
            return new TextPattern(new Regex(untrusted, Options, MaxBacktrackingTime));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether a text matches; null if that took too long twice: once can be a busy machine.</summary>
    public bool? IsMatch(string text) => TryMatch(text) ?? TryMatch(text);

    private bool? TryMatch(string text)
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
