namespace Contrail.Core.Triggers;

/// <summary>The kind of a <see cref="TriggerToken"/>.</summary>
internal enum TriggerTokenKind
{
    /// <summary>The end of the expression.</summary>
    End = 0,

    /// <summary>A name, a keyword or a value without quotes.</summary>
    Word,

    /// <summary>A value in quotes; its text is without them.</summary>
    Quoted,

    /// <summary>An operator such as <c>&gt;</c>.</summary>
    Operator,

    /// <summary>An opening parenthesis.</summary>
    Open,

    /// <summary>A closing parenthesis.</summary>
    Close,

    /// <summary>A quote without its end.</summary>
    Unterminated,
}
