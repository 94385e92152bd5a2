namespace Contrail.Tool.Tables;

/// <summary>A value of an answer cannot be shown.</summary>
/// <param name="column">The column.</param>
/// <param name="cause">Why.</param>
internal sealed class QueryValueException(string column, Exception cause)
    : Exception($"A value of the column {column} cannot be shown: {cause.Message} Cast it to text: ({column})::text",
        cause);
