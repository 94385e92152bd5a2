namespace Contrail.Analysis.Filters;

/// <summary>How a field is compared with a value.</summary>
internal enum FilterOperator
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

    /// <summary><c>~</c>: the text contains the value, without regard to case.</summary>
    Contains,

    /// <summary><c>in</c>: the time overlaps the range.</summary>
    In,
}
