using System;
using System.Text.Json;

namespace Runtime.Resources;

/// <summary>Writes the statistics of resctrl with runc's names; as there, zeros and empty texts are left out.</summary>
internal static class ResctrlStatsJson
{
    /// <summary>The value of "intel_rdt".</summary>
    public static void Write(Utf8JsonWriter json, ResctrlStats? stats)
    {
        json.WriteStartObject();
        if (stats is not null)
        {
            WriteCache(json, stats);
            WriteBandwidth(json, stats);
            WriteUses(json, stats.Uses);
        }

        json.WriteEndObject();
    }

    private static void WriteCache(Utf8JsonWriter json, ResctrlStats stats)
    {
        if (stats.CacheMask.Length > 0)
        {
            json.WriteStartObject("l3_cache_info");
            json.WriteString("cbm_mask", stats.CacheMask);
            WriteUnlessZero(json, "min_cbm_bits", stats.CacheMinBits);
            WriteUnlessZero(json, "num_closids", stats.CacheClasses);
            json.WriteEndObject();
        }

        WriteUnlessEmpty(json, "l3_cache_schema_root", stats.CacheSchemaOfRoot);
        WriteUnlessEmpty(json, "l3_cache_schema", stats.CacheSchema);
    }

    private static void WriteBandwidth(Utf8JsonWriter json, ResctrlStats stats)
    {
        if (stats.BandwidthClasses > 0)
        {
            json.WriteStartObject("mem_bw_info");
            WriteUnlessZero(json, "bandwidth_gran", stats.BandwidthGranularity);
            WriteUnlessZero(json, "delay_linear", stats.BandwidthIsLinear);
            WriteUnlessZero(json, "min_bandwidth", stats.BandwidthMin);
            WriteUnlessZero(json, "num_closids", stats.BandwidthClasses);
            json.WriteEndObject();
        }

        WriteUnlessEmpty(json, "mem_bw_schema_root", stats.BandwidthSchemaOfRoot);
        WriteUnlessEmpty(json, "mem_bw_schema", stats.BandwidthSchema);
    }

    private static void WriteUses(Utf8JsonWriter json, ResctrlUse[] uses)
    {
        if (Array.Exists(uses, use => (use.TotalBytes ?? use.LocalBytes) is not null))
        {
            json.WriteStartArray("mbm_stats");
            foreach (ResctrlUse use in uses)
            {
                json.WriteStartObject();
                WriteUnlessZero(json, "mbm_total_bytes", use.TotalBytes);
                WriteUnlessZero(json, "mbm_local_bytes", use.LocalBytes);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (Array.Exists(uses, use => use.CacheBytes is not null))
        {
            json.WriteStartArray("cmt_stats");
            foreach (ResctrlUse use in uses)
            {
                json.WriteStartObject();
                WriteUnlessZero(json, "llc_occupancy", use.CacheBytes);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }

    private static void WriteUnlessZero(Utf8JsonWriter json, string name, ulong? value)
    {
        if (value is > 0)
        {
            json.WriteNumber(name, value.Value);
        }
    }

    private static void WriteUnlessEmpty(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0)
        {
            json.WriteString(name, value);
        }
    }
}
