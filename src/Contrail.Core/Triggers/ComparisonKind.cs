namespace Contrail.Core.Triggers;

/// <summary>How a value is compared.</summary>
internal enum ComparisonKind
{
    /// <summary><c>=</c>, for text without regard to case.</summary>
    Equal = 0,

    /// <summary><c>!=</c>.</summary>
    NotEqual,

    /// <summary><c>&lt;</c>.</summary>
    Less,

    /// <summary><c>&lt;=</c>.</summary>
    LessOrEqual,

    /// <summary><c>&gt;</c>.</summary>
    Greater,

    /// <summary><c>&gt;=</c>.</summary>
    GreaterOrEqual,

    /// <summary><c>~</c>: the text matches the regular expression somewhere, without regard to case.</summary>
    Matches,
}
