using System.Data.Common;
using System.Numerics;

namespace Contrail.Tool.Tables;

/// <summary>Reads the values of the answer to a query.</summary>
internal static class QueryCells
{
    // The reader makes a list of values that cannot be unknown, and refuses one that is.
    private static readonly Dictionary<Type, Func<DbDataReader, int, object>> Lists = new()
    {
        [typeof(List<bool>)] = static (reader, column) => reader.GetFieldValue<List<bool?>>(column),
        [typeof(List<int>)] = static (reader, column) => reader.GetFieldValue<List<int?>>(column),
        [typeof(List<long>)] = static (reader, column) => reader.GetFieldValue<List<long?>>(column),
        [typeof(List<double>)] = static (reader, column) => reader.GetFieldValue<List<double?>>(column),
        [typeof(List<decimal>)] = static (reader, column) => reader.GetFieldValue<List<decimal?>>(column),
        [typeof(List<BigInteger>)] = static (reader, column) => reader.GetFieldValue<List<BigInteger?>>(column),
    };

    /// <summary>The value of a column of the current row.</summary>
    /// <exception cref="QueryValueException">.NET has no value for it.</exception>
    public static object Read(DbDataReader reader, int column)
    {
        try
        {
            return !reader.IsDBNull(column) && Lists.TryGetValue(reader.GetFieldType(column), out var read)
                ? read(reader, column)
                : reader.GetValue(column);
        }
        catch (Exception failure) when (failure is InvalidCastException or OverflowException
            or InvalidOperationException or ArgumentException)
        {
            throw new QueryValueException(reader.GetName(column), failure);
        }
    }
}
