using System.Collections;
using System.Data.Common;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Contrail.Tool.Tables;

namespace Contrail.Tool.Json;

/// <summary>Writes the rows of a query as lines of JSON.</summary>
internal static class QueryJson
{
    /// <summary>Writes each row as one line: an object with the columns.</summary>
    public static void Write(DbDataReader reader, TextWriter output)
    {
        using MemoryStream line = new();
        using Utf8JsonWriter json = new(line);
        while (reader.Read())
        {
            line.SetLength(0);
            json.Reset();
            json.WriteStartObject();
            for (int column = 0; column < reader.FieldCount; column++)
            {
                json.WritePropertyName(reader.GetName(column));
                Write(json, QueryCells.Read(reader, column));
            }

            json.WriteEndObject();
            json.Flush();
            output.WriteLine(Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length));
        }
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null or DBNull:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case long or int or short or sbyte or byte or uint or ushort or ulong or decimal or BigInteger:
            case double real when double.IsFinite(real):
            case float single when float.IsFinite(single):
                json.WriteRawValue(QueryOutput.Text(value)!);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case IEnumerable items and not IDictionary:
                json.WriteStartArray();
                foreach (object? item in items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(QueryOutput.Text(value));
                break;
        }
    }
}
